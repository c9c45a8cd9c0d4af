"""The web view, in process over loopback HTTP and in a real Chromium. Begin with `world`."""
