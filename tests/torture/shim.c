/* Loaded into a process by LD_PRELOAD: it notes the calls on the database's files and on sockets,
 * in order, and lets a call on the disk fail where a test wants it.
 *
 *   SHIM_FILES    the ending of the database's file names, alone or with "-wal" or "-journal"
 *   SHIM_NOTES    a file for the notes: W offset length | S | F (sync begun, sync done)
 *                 | A fd (an answer 200) | Q id (a tap answered) | O number (the next offset)
 *                 | U fd number (an update came)
 *   SHIM_TROUBLE  a file that names the failing call, "write" or "sync", and an errno;
 *                 no call fails while the file does not exist
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int ends_with(const char *text, size_t length, const char *end) {
  size_t n = strlen(end);
  return length >= n && memcmp(text + length - n, end, n) == 0;
}

/* 0: another file, 1: the database's file or journal, 2: its write-ahead log. */
static int kind_of(int fd) {
  const char *wanted = getenv("SHIM_FILES");
  char link[64], path[4096], with[4200];
  if (wanted == NULL) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path);
  if (n <= 0) return 0;
  if (ends_with(path, (size_t)n, wanted)) return 1;
  snprintf(with, sizeof with, "%s-journal", wanted);
  if (ends_with(path, (size_t)n, with)) return 1;
  snprintf(with, sizeof with, "%s-wal", wanted);
  return ends_with(path, (size_t)n, with) ? 2 : 0;
}

static void note(const char *format, long one, long other) {
  static int notes = -1;
  const char *path = getenv("SHIM_NOTES");
  char line[96];
  if (path == NULL) return;
  if (notes < 0) notes = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  int n = snprintf(line, sizeof line, format, one, other);
  if (notes >= 0 && n > 0) (void)!syscall(SYS_write, notes, line, (size_t)n);
}

/* The errno with which this call fails now; 0 for none. */
static int trouble(const char *what) {
  const char *path = getenv("SHIM_TROUBLE");
  char told[64] = {0}, name[16] = {0};
  int number = 0;
  if (path == NULL) return 0;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  (void)!syscall(SYS_read, fd, told, sizeof told - 1);
  syscall(SYS_close, fd);
  if (sscanf(told, "%15s %d", name, &number) != 2 || strcmp(name, what) != 0) return 0;
  return number;
}

static ssize_t wrote(int fd, const void *body, size_t length, off_t at) {
  int kind = kind_of(fd);
  int number = kind ? trouble("write") : 0;
  if (number) {
    errno = number;
    return -1;
  }
  ssize_t done = syscall(SYS_pwrite64, fd, body, length, at);
  if (kind == 2 && done > 0) note("W %ld %ld\n", (long)at, (long)done);
  return done;
}

ssize_t pwrite(int fd, const void *body, size_t length, off_t at) {
  return wrote(fd, body, length, at);
}
ssize_t pwrite64(int fd, const void *body, size_t length, off64_t at) {
  return wrote(fd, body, length, at);
}

static int synced(int fd, long call) {
  int kind = kind_of(fd);
  int number = kind ? trouble("sync") : 0;
  if (number) {
    errno = number;
    return -1;
  }
  if (kind == 2) note("S\n", 0, 0);
  int done = (int)syscall(call, fd);
  if (kind == 2 && done == 0) note("F\n", 0, 0);
  return done;
}

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }
int fsync(int fd) { return synced(fd, SYS_fsync); }

/* The number that follows a word in a body; -1 without one. */
static long after(const void *body, size_t length, const char *word) {
  const char *found = memmem(body, length, word, strlen(word));
  if (found == NULL) return -1;
  const char *at = found + strlen(word), *end = (const char *)body + length;
  while (at < end && (*at == ' ' || *at == ':')) at++;
  if (at >= end || *at < '0' || *at > '9') return -1;
  long number = 0;
  for (; at < end && *at >= '0' && *at <= '9'; at++) number = 10 * number + (*at - '0');
  return number;
}

ssize_t send(int fd, const void *body, size_t length, int flags) {
  const char *answer = "HTTP/1.1 200";
  long number;
  if (length >= strlen(answer) && memcmp(body, answer, strlen(answer)) == 0)
    note("A %ld\n", fd, 0);
  if ((number = after(body, length, "callback_query_id=")) >= 0) note("Q %ld\n", number, 0);
  if ((number = after(body, length, "offset=")) >= 0) note("O %ld\n", number, 0);
  return syscall(SYS_sendto, fd, body, length, flags, NULL, 0);
}

ssize_t recv(int fd, void *body, size_t length, int flags) {
  ssize_t done = syscall(SYS_recvfrom, fd, body, length, flags, NULL, NULL);
  if (done > 0) {
    long number = after(body, (size_t)done, "\"update_id\"");
    if (number >= 0) note("U %ld %ld\n", fd, number);
  }
  return done;
}
