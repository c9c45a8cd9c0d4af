"""Tests of the web view, over loopback HTTP and in a real Chromium. Begin with `world`."""
