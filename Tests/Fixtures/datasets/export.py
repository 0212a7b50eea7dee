"""Writes the bundled data sets and every fixture of the data set tests.

Run from the root of the package, in a virtual environment that has the versions below:

    python Tests/Fixtures/datasets/export.py

It writes Sources/Datasets/Resources (the bundled sets) and Tests/Fixtures/datasets (recorded
numbers, compressed streams, IDX files). A second run writes the same bytes. The package needs
none of this to build or to be tested.

Made with Python 3.11.7, zlib 1.2.13, numpy 2.4.6, scikit-learn 1.9.1.
"""

import gzip
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.preprocessing import StandardScaler

ROOT = Path(__file__).resolve().parents[3]
RESOURCES = ROOT / "Sources/Datasets/Resources"
FIXTURES = Path(__file__).resolve().parent

IDX_CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx(array):
    """The IDX form of an array: magic, sizes and elements, all big-endian."""
    code = IDX_CODES[array.dtype.newbyteorder("=").str[1:]]
    header = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def packed(data):
    """A gzip file without a time stamp, so that every run writes the same bytes."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def rounded(values, digits=9):
    return [float(f"{value:.{digits}g}") for value in np.asarray(values, dtype=np.float64).ravel()]


# --- The bundled sets ---------------------------------------------------------------------------

RESOURCES.mkdir(parents=True, exist_ok=True)
digits, iris, cancer = datasets.load_digits(), datasets.load_iris(), datasets.load_breast_cancer()

(RESOURCES / "digits-images-idx3-ubyte.gz").write_bytes(packed(idx(digits.images.astype("u1"))))
(RESOURCES / "digits-labels-idx1-ubyte.gz").write_bytes(packed(idx(digits.target.astype("u1"))))


def csv(data, label, features, labels):
    lines = [",".join([*features, label])]
    for row, target in zip(data.data, data.target):
        assert all(float(f"{value:.10g}") == value for value in row)  # ten digits lose nothing
        lines.append(",".join([*(f"{value:.10g}" for value in row), labels[target]]))
    return ("\n".join(lines) + "\n").encode()


irisFeatures = [name.removesuffix(" (cm)") for name in iris.feature_names]
irisText = csv(iris, "species", irisFeatures, [str(name) for name in iris.target_names])
(RESOURCES / "iris.csv").write_bytes(irisText)
cancerText = csv(
    cancer, "diagnosis", [str(name) for name in cancer.feature_names],
    [str(name) for name in cancer.target_names])
(RESOURCES / "breast-cancer.csv.gz").write_bytes(packed(cancerText))

# --- Recorded numbers ---------------------------------------------------------------------------

scaler = StandardScaler().fit(iris.data.astype("f4").astype("f8"))
standardized = scaler.transform(iris.data.astype("f4").astype("f8"))
moons, moonLabels = datasets.make_moons(n_samples=11, shuffle=False, noise=None)
circles, circleLabels = datasets.make_circles(n_samples=11, shuffle=False, noise=None, factor=0.3)
centers = [[1.0, 2.0], [-3.0, 0.5], [0.0, -4.0]]
blobs, blobLabels = datasets.make_blobs(
    n_samples=11, centers=np.array(centers), cluster_std=0.0, shuffle=False, random_state=0)


def summary(data):
    return {
        "shape": list(data.data.shape),
        "means": rounded(data.data.mean(axis=0)),
        "minima": rounded(data.data.min(axis=0)),
        "maxima": rounded(data.data.max(axis=0)),
        "firstRow": rounded(data.data[0]),
        "lastRow": rounded(data.data[-1]),
        "labelCounts": np.bincount(data.target).tolist(),
        "labelsFirst": data.target[:20].tolist(),
        "labelsLast": data.target[-20:].tolist(),
        "classNames": [str(name) for name in data.target_names],
    }


recorded = {
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "digits": summary(digits) | {"firstImage": digits.images[0].astype(int).tolist()},
    "iris": summary(iris) | {"featureNames": irisFeatures},
    "breastCancer": summary(cancer)
    | {"featureNames": [str(name) for name in cancer.feature_names]},
    "standardScalerOnIris": {
        "mean": rounded(scaler.mean_),
        "scale": rounded(scaler.scale_),
        "rows": [0, 50, 149],
        "standardized": [rounded(standardized[row]) for row in (0, 50, 149)],
    },
    "moons": {"points": rounded(moons), "labels": moonLabels.tolist()},
    "circles": {"factor": 0.3, "points": rounded(circles), "labels": circleLabels.tolist()},
    "blobs": {"centers": centers, "points": rounded(blobs), "labels": blobLabels.tolist()},
}
(FIXTURES / "recorded.json").write_text(json.dumps(recorded, indent=1) + "\n")

# --- Compressed streams -------------------------------------------------------------------------
# The payloads follow formulas that the Swift tests repeat, so that they need not be stored.


def noise(count, seed):
    """The high bytes of a linear congruential sequence: bytes that do not compress."""
    state, out = seed, bytearray()
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        out.append(state >> 24)
    return bytes(out)


WORDS = ["the ", "gradient ", "of ", "a ", "loss ", "points ", "uphill", ", ", "so ", "step ", "down.\n"]


def text(count, seed):
    """Words chosen by the same sequence, cut at `count` bytes: compresses well."""
    out, index = b"", 0
    choices = noise(count, seed)
    while len(out) < count:
        out += WORDS[choices[index] % len(WORDS)].encode()
        index += 1
    return out[:count]


def far(count):
    """Noise whose 256-byte chunks come back after 32,400 bytes, near the edge of the window."""
    chunk = noise(256, 7)
    gap = bytes(32400 - 256)
    return ((chunk + gap) * (count // 32400 + 1))[:count]


PAYLOADS = {
    "empty": b"",
    "single": b"a",
    "zeros": bytes(70000),
    "text": text(20000, 1),
    "noise": noise(3000, 2),
    "far": far(100000),
}


def deflated(data, level=6, strategy=zlib.Z_DEFAULT_STRATEGY, memory=8, pieces=1, flush=None):
    """A gzip member made by zlib itself (window bits 31 selects the gzip wrapper)."""
    engine = zlib.compressobj(level, zlib.DEFLATED, 31, memory, strategy)
    out, size = b"", max(1, -(-len(data) // pieces))
    for start in range(0, len(data), size):
        out += engine.compress(data[start : start + size])
        if flush is not None:
            out += engine.flush(flush)
    return out + engine.flush()


def with_header_fields(data):
    """A gzip member whose header has every optional field: text, extra, name, comment, checksum."""
    header = bytes([0x1F, 0x8B, 8, 0b11111, 0, 0, 0, 0, 0, 255])
    extra = b"De\x04\x00abcd"
    header += struct.pack("<H", len(extra)) + extra
    header += "pixels é.bin".encode("latin-1") + b"\0" + b"made for a test\0"
    header += struct.pack("<H", zlib.crc32(header) & 0xFFFF)
    return header + deflated(data)[10:]


CASES = {}
for payload in PAYLOADS:
    for level in (0, 1, 6, 9):
        CASES[f"{payload}-level{level}"] = (payload, deflated(PAYLOADS[payload], level=level))
for name, strategy in {
    "fixed": zlib.Z_FIXED, "huffman": zlib.Z_HUFFMAN_ONLY, "filtered": zlib.Z_FILTERED,
    "runs": zlib.Z_RLE,
}.items():
    for payload in ("empty", "single", "text", "zeros"):
        CASES[f"{payload}-{name}"] = (payload, deflated(PAYLOADS[payload], strategy=strategy))
CASES["text-flushed"] = ("text", deflated(PAYLOADS["text"], pieces=7, flush=zlib.Z_FULL_FLUSH))
CASES["text-smallblocks"] = ("text", deflated(PAYLOADS["text"], level=9, memory=1))
CASES["text-header"] = ("text", with_header_fields(PAYLOADS["text"]))
half = len(PAYLOADS["text"]) // 2
CASES["text-members"] = (
    "text",
    deflated(PAYLOADS["text"][:half]) + deflated(b"") + with_header_fields(PAYLOADS["text"][half:]))

# Level 0 of the large payloads is as large as the payload: leave those out.
for skipped in ("zeros-level0", "far-level0", "text-level0"):
    del CASES[skipped]

folder = FIXTURES / "gzip"
folder.mkdir(exist_ok=True)
for old in folder.glob("*.gz"):
    old.unlink()
index = {"payloads": {}, "files": {}}
for name, data in PAYLOADS.items():
    index["payloads"][name] = {
        "count": len(data), "crc32": zlib.crc32(data), "adler32": zlib.adler32(data)}
for name, (payload, data) in sorted(CASES.items()):
    assert gzip.decompress(data) == PAYLOADS[payload], name
    (folder / f"{name}.gz").write_bytes(data)
    index["files"][name] = payload
(folder / "index.json").write_text(json.dumps(index, indent=1) + "\n")

# --- IDX files ----------------------------------------------------------------------------------

IDX = {
    "ubyte": np.array([[0, 1, 127], [128, 200, 255]], dtype="u1"),
    "byte": np.array([-128, -1, 0, 1, 127], dtype="i1"),
    "short": np.array([[[-32768, -1], [0, 258]], [[1, 2], [3, 32767]]], dtype="i2"),
    "int": np.array([-2147483648, -65536, 0, 16909060, 2147483647], dtype="i4"),
    "float": np.array([[0.0, -0.5, 3.1415927], [1e-30, 1e30, -2.0]], dtype="f4"),
    "double": np.array([[[[0.1, -0.25]]], [[[1e-20, 12345.678]]]], dtype="f8"),
    "empty": np.zeros((0, 28, 28), dtype="u1"),
    "scalar": np.array(7, dtype="i2"),
}
folder = FIXTURES / "idx"
folder.mkdir(exist_ok=True)
index = {}
for name, array in IDX.items():
    (folder / f"{name}.idx").write_bytes(idx(array))
    (folder / f"{name}.idx.gz").write_bytes(packed(idx(array)))
    index[name] = {
        "shape": list(array.shape),
        "values": [float(value) for value in array.astype("f4").ravel()],
    }
    if array.dtype.kind in "iu":
        index[name]["integers"] = [int(value) for value in array.ravel()]
(folder / "index.json").write_text(json.dumps(index, indent=1) + "\n")
