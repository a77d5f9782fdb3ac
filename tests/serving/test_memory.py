"""What a visit took is given back."""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# A child of its own, as the heaps of a process stay: threads that hold memory all at once, and an
# array as long as one that was freed before.
CHILD = """
import ctypes, sys
from threading import Barrier, Thread
from dashboard.ui.cache import give_memory_back

libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p

def tell(path):
    file = ctypes.c_void_p(libc.fopen(path.encode(), b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)

give_memory_back()
tell(sys.argv[1])
together = Barrier(9)

def hold():
    held = [bytearray(5_000) for _ in range(20)]
    together.wait()
    together.wait()

threads = [Thread(target=hold) for _ in range(8)]
[each.start() for each in threads]
together.wait()
array = bytearray(20_000_000)
del array
array = bytearray(10_000_000)
tell(sys.argv[2])
together.wait()
"""


def test_runs_share_few_heaps_and_long_arrays_lie_outside_them(tmp_path: Path, python: str) -> None:
    told = [tmp_path / "before.xml", tmp_path / "after.xml"]
    subprocess.run([python, "-c", CHILD, *map(str, told)], cwd=PROJECT, check=True)
    before, after = (each.read_text() for each in told)
    # The libraries' own threads may have made some already, on a machine of many cores.
    assert 1 <= after.count("<heap nr=") <= max(2, before.count("<heap nr="))
    mapped = re.search(r'type="mmap" count="\d+" size="(\d+)"', after)
    assert mapped
    assert int(mapped[1]) >= 10_000_000
