"""Does the work of the benchmarks in other libraries.

`bench --peers PYTHON` starts this program, once for every number of threads:

    python peer.py THREADS

It speaks JSON, one object per line. First it says what is installed:

    {"libraries": [{"name", "version", "instruction set", "kinds"}], "absent": [...]}

Then it answers every request

    {"run": "matmul/512x512x512", "library": "NumPy", "seconds": 0.05}

with one line: {"library", "seconds per call", "instruction set"}, or {"library", "error"}. It ends
when its input ends.

Each library has a file that maps a kind of work, as in `matmul`, to a function. The function takes
the size as text, makes the data, and returns what does the work once.
"""

import gc
import importlib
import itertools
import json
import os
import sys
import time

MODULES = {"NumPy": "numpy_peers", "PyTorch": "torch_peers", "JAX": "jax_peers"}


def private_output():
    """Keeps the pipe for the answers, and sends what libraries print to standard error."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return channel


def load(threads):
    """The libraries that are installed, and the names of those that are not."""
    present, absent = {}, []
    for name, module in MODULES.items():
        try:
            library = importlib.import_module(module)
            library.start(threads)
            present[name] = library
        except ImportError:
            absent.append(name)
        except Exception as error:  # One broken library must not take the others along.
            print(f"{name} is installed but does not start: {error}", file=sys.stderr)
            absent.append(name)
    return present, absent


def sample(calls, body):
    """The seconds for one of so many calls."""
    repetitions = itertools.repeat(None, calls)
    start = time.perf_counter()
    for _ in repetitions:
        body()
    return (time.perf_counter() - start) / calls


def calibrate(seconds, body):
    """How many calls last that long; the calls warm up at the same time."""
    body()
    body()
    calls = 1
    while True:
        per_call = sample(calls, body)
        if per_call * calls >= seconds / 2:
            return max(1, round(seconds / per_call))
        calls = int(min(calls * 10, max(calls * 2, seconds / max(per_call, 1e-9))))


class Work:
    """What has been prepared for the current benchmark."""

    def __init__(self, libraries):
        self.libraries = libraries
        self.name = None
        self.prepared = {}

    def run(self, name, library, seconds):
        if name != self.name:
            self.prepared.clear()
            gc.collect()
            self.name = name
        module = self.libraries[library]
        if library not in self.prepared:
            kind, size = name.split("/", 1)
            body = module.KINDS[kind](size)
            self.prepared[library] = (calibrate(seconds, body), body)
        calls, body = self.prepared[library]
        body()
        gc.disable()
        try:
            per_call = sample(calls, body)
        finally:
            gc.enable()
        return {
            "library": library,
            "seconds per call": per_call,
            "instruction set": module.instruction_set(),
        }


def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    channel = private_output()

    def say(message):
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    libraries, absent = load(threads)
    say(
        {
            "libraries": [
                {
                    "name": name,
                    "version": library.version(),
                    "instruction set": library.instruction_set(),
                    "kinds": sorted(library.KINDS),
                }
                for name, library in libraries.items()
            ],
            "absent": absent,
        }
    )
    work = Work(libraries)
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        try:
            answer = work.run(request["run"], request["library"], request["seconds"])
        except Exception as error:
            answer = {"library": request["library"], "error": f"{type(error).__name__}: {error}"}
        say(answer)


if __name__ == "__main__":
    main()
