"""Disks that are full: a small file system of its own, or a limit where none can be mounted."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def mounted(disk: Path, megabytes: int) -> Iterator[bool]:
    """Mount a file system at a folder; yield whether that could be done."""
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk]
    if not (mount and umount) or subprocess.run(command, capture_output=True).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run([umount, disk], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room on a disk; where it is none of its own, let no file be written at all."""
    if not os.path.ismount(disk):
        with no_larger_files(0):
            yield
        return
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            yield
    filler.unlink()


@contextmanager
def no_larger_files(size: int) -> Iterator[None]:
    """Let no file grow beyond a size in bytes."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
