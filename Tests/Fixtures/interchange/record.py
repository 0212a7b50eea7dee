"""Records the files that the tests of Interchange read, and checks the files that Interchange writes.

    pip install numpy ml_dtypes safetensors tensorboard pillow
    python record.py            # makes every file of this folder except those under swift/
    python record.py --verify   # loads what Swift writes: the files under swift/, and their twins here

The files under swift/ are written by
    DESCENT_RECORD=1 swift test --filter InterchangeTests.RecordedFileTests
Files that both sides make from the same numbers (npy, safetensors, events) are recorded here by Python;
the tests demand that Swift writes the same bytes.
"""

import binascii
import io
import json
import os
import struct
import sys
import zlib

import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.histogram import summary_v2 as histogram_summary
from tensorboard.plugins.scalar import summary_v2 as scalar_summary
from tensorboard.plugins.text import summary_v2 as text_summary
from tensorboard.summary.writer.record_writer import RecordWriter

here = os.path.dirname(os.path.abspath(__file__))
NAMES = {
    "bool": "bool", "int8": "int8", "int16": "int16", "int32": "int32", "int64": "int64",
    "uint8": "uint8", "uint16": "uint16", "uint32": "uint32", "uint64": "uint64",
    "float16": "float16", "bfloat16": "bfloat16", "float32": "float32", "float64": "float64",
}


def path(*parts):
    result = os.path.join(here, *parts)
    os.makedirs(os.path.dirname(result), exist_ok=True)
    return result


def described(array):
    """What a reader must find: shape, type, the bits of each element as a float, how many are rounded."""
    with np.errstate(over="ignore"):
        floats = np.ascontiguousarray(array).astype(np.float32)
    if array.dtype.kind in "iu":
        rounded = sum(
            1 for a, b in zip(array.ravel().tolist(), floats.ravel().tolist()) if int(b) != a)
    else:
        wide = np.ascontiguousarray(array).astype(np.float64)
        rounded = int(np.sum((floats.astype(np.float64) != wide) & ~np.isnan(wide)))
    result = {
        "shape": list(array.shape), "type": NAMES[array.dtype.name],
        "bits": floats.ravel().view(np.uint32).tolist() if array.size else [], "rounded": rounded,
    }
    if array.dtype.kind in "iub" and (array.size == 0 or int(array.max()) < 2**63):
        result["integers"] = [int(x) for x in array.ravel().tolist()]
    return result


def samples(dtype):
    """Six numbers of a type, with its extremes."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.array([True, False, False, True, True, False])
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        return np.array([0, 1, info.min, info.max, info.max - 1, 100], dtype)
    if dtype.itemsize == 2:
        return np.array([0.1, -2, 65504, 6e-8, np.inf, np.nan], dtype)
    if dtype.itemsize == 4:
        return np.array([0.1, -2, 3.4e38, 1e-45, -np.inf, np.nan], dtype)
    return np.array([0.1, -2, 1e300, 1e-300, -np.inf, np.nan], dtype)


def npy():
    expected = {}

    def save(name, array, version=None):
        with open(path("npy", name + ".npy"), "wb") as file:
            np.lib.format.write_array(file, array, version=version)
        expected[name] = described(array)

    codes = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
    for code in codes:
        array = samples(code).reshape(2, 3)
        for order, letter in [("little", "<"), ("big", ">")]:
            if array.dtype.itemsize > 1 or order == "little":
                save(f"{code}-{order}", array.astype(letter + code))
    cube = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    save("cube", cube)
    save("cube-fortran", np.asfortranarray(cube))
    save("cube-fortran-big", np.asfortranarray(cube.astype(">i2")))
    save("scalar", np.array(2.5, np.float32))
    save("empty", np.zeros((3, 0, 2), np.float32))
    save("version2", cube, (2, 0))
    save("version3", cube, (3, 0))
    save("vector", np.arange(5, dtype=np.int64))
    save("wide", np.zeros((1,) * 20 + (2,), np.float32))
    json.dump(expected, open(path("npy", "expected.json"), "w"), indent=0)

    arrays = {"weight": cube, "labels": np.arange(5), "ε": np.float64([0.5, 0.1])}
    np.savez(path("npz", "stored.npz"), **arrays)
    np.savez_compressed(path("npz", "packed.npz"), zeros=np.zeros((50, 50)), **arrays)
    arrays["zeros"] = np.zeros((50, 50))
    json.dump(
        {name: described(array) for name, array in arrays.items()},
        open(path("npz", "expected.json"), "w"), indent=0)

    # What must be refused.
    np.save(path("refused", "text.npy"), np.array(["a", "b"]))
    np.save(path("refused", "complex.npy"), np.array([1j]))
    np.save(path("refused", "record.npy"), np.zeros(2, [("x", "f4"), ("y", "i4")]))
    np.save(path("refused", "object.npy"), np.array([None]), allow_pickle=True)
    with open(path("refused", "two.npy"), "wb") as file:
        np.save(file, cube)
        np.save(file, cube)


def model():
    """The tensors of RecordedFileTests."""
    return {
        "layers.0.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4 - 0.5,
        "layers.0.bias": np.array([0.1, -1e-8], np.float32),
        "mean": np.zeros((0, 4), np.float32),
        "scale": np.array(3, np.float32),
    }


def tensors():
    arrays = {
        dtype: samples(dtype).reshape(3, 2)
        for dtype in NAMES if dtype != "bfloat16"
    }
    arrays["bfloat16"] = samples(np.float32).reshape(3, 2).astype(ml_dtypes.bfloat16)
    arrays["empty"] = np.zeros((0, 7), np.float32)
    arrays["scalar"] = np.array(7, np.float32)
    arrays['quote " \\ \n ünï 😀 \x01'] = np.zeros(1, np.uint8)
    data = safetensors.numpy.save(arrays, {"framework": "numpy \"1\""})
    open(path("safetensors", "types.safetensors"), "wb").write(data)
    json.dump(
        {name: described(array) for name, array in arrays.items()},
        open(path("safetensors", "expected.json"), "w"), indent=0)

    data = safetensors.numpy.save(model(), {"step": "10 \n\"ü\""})
    open(path("safetensors", "model.safetensors"), "wb").write(data)
    for name in ["float16", "bfloat16"]:
        entries = {key: array.astype(np.dtype(name)) for key, array in model().items()}
        open(path("safetensors", f"model-{name}.safetensors"), "wb").write(
            safetensors.numpy.save(entries))


def halves():
    """Floats, and the nearest numbers of 16 bits."""
    random = np.random.default_rng(5)
    floats = np.concatenate([
        random.integers(0, 2**32, 300, dtype=np.uint32).view(np.float32),
        random.normal(size=100).astype(np.float32),
        (random.normal(size=100) * 1e-6).astype(np.float32),
        # Halfway between two neighbours, and just beside it.
        np.array([1 + k / 2048 + e for k in range(8) for e in (-1e-7, 0, 1e-7)], np.float32),
        np.array([(k + 0.5) * 2.0**-24 for k in range(6)], np.float32),
        np.array([65504, 65519.99, 65520, 65536, 3.39e38, 3.4e38, 2**-14, 2**-15, 0, -0.0, np.inf,
                  -np.inf, 2**-25, 2**-26], np.float32),
    ])
    floats = floats[~np.isnan(floats)]
    with np.errstate(over="ignore"):
        half = floats.astype(np.float16).view(np.uint16)
        brain = floats.astype(ml_dtypes.bfloat16).view(np.uint16)
    json.dump(
        {"floats": floats.view(np.uint32).tolist(), "half": half.tolist(), "brain": brain.tolist()},
        open(path("halves.json"), "w"))


def png(pixels):
    """A PNG file without compression; pixels [height, width, channels]."""
    height, width, channels = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    packer = zlib.compressobj(0)
    packed = packer.compress(rows) + packer.flush()

    def chunk(name, content):
        return (struct.pack(">I", len(content)) + name + content
                + struct.pack(">I", binascii.crc32(name + content)))

    kind = {1: 0, 3: 2, 4: 6}[channels]
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
            + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def pictures():
    """The pictures of RecordedFileTests, as bytes [height, width, channels]."""
    grey = (np.arange(12).reshape(3, 4, 1) * 20).astype(np.uint8)
    colour = (np.arange(3 * 2 * 5) * 8).reshape(3, 2, 5).transpose(1, 2, 0).astype(np.uint8)
    return grey, np.ascontiguousarray(colour)


def events():
    grey, colour = pictures()
    open(path("png", "grey.png"), "wb").write(png(grey))
    open(path("png", "colour.png"), "wb").write(png(colour))
    for name, pixels in [("grey", grey), ("colour", colour)]:
        shown = np.array(Image.open(path("png", name + ".png"))).reshape(pixels.shape)
        assert (shown == pixels).all()

    value = summary_pb2.Summary.Value
    text = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=["*ünï* code".encode()])
    text.tensor_shape.dim.add(size=1)
    metadata = summary_pb2.SummaryMetadata()
    metadata.plugin_data.plugin_name = "text"
    numbers = [-1.0, 0.0, 0.5, 1.0, 1.0, 3.0]
    counts, edges = np.histogram(numbers, bins=4)
    histogram = summary_pb2.HistogramProto(
        min=-1, max=3, num=6, sum=4.5, sum_squares=sum(x * x for x in numbers),
        bucket_limit=edges[1:].tolist(), bucket=counts.tolist())
    picture = summary_pb2.Summary.Image(
        height=2, width=5, colorspace=3, encoded_image_string=png(colour))
    contents = [
        (0, value(tag="loss", simple_value=2.5)),
        (1, value(tag="loss", simple_value=0)),
        (-3, value(tag="loss", simple_value=0.1)),
        (300, value(tag="note", tensor=text, metadata=metadata)),
        (4, value(tag="weights", histo=histogram)),
        (5, value(tag="picture", image=picture)),
    ]
    with open(path("events", "written"), "wb") as file:
        writer = RecordWriter(file)
        list_ = [event_pb2.Event(wall_time=1000, file_version="brain.Event:2")]
        for index, (step, content) in enumerate(contents):
            list_.append(event_pb2.Event(
                wall_time=1000.5 + index / 2, step=step, summary=summary_pb2.Summary(value=[content])))
        for event in list_:
            writer.write(event.SerializeToString(deterministic=True))

    # As TensorBoard itself writes today: scalars and texts are tensors; several values an event.
    with open(path("events", "tensors"), "wb") as file:
        writer = RecordWriter(file)
        first = event_pb2.Event(wall_time=1, file_version="brain.Event:2")
        first.source_metadata.writer = "tensorboard.summary.writer.event_file_writer"
        writer.write(first.SerializeToString())
        both = scalar_summary.scalar_pb("accuracy", 0.75)
        both.value.extend(text_summary.text_pb("note", "hello").value)
        both.value.extend(histogram_summary.histogram_pb("weights", np.arange(9.0)).value)
        writer.write(event_pb2.Event(wall_time=2, step=7, summary=both).SerializeToString())


def verify():
    for name, array in [("arrays.npz", None)]:
        loaded = np.load(path("swift", name))
        for key, array in model().items():
            assert loaded[key].dtype == np.float32 and loaded[key].shape == array.shape, key
            assert loaded[key].tobytes() == array.tobytes(), key
        assert set(loaded.files) == set(model())
    twin = np.load(path("npy", "cube-fortran.npy"))
    assert twin.flags.f_contiguous and twin[1, 2, 3] == 23

    file = path("safetensors", "model.safetensors")
    loaded = safetensors.numpy.load_file(file)
    for key, array in model().items():
        assert loaded[key].tobytes() == array.tobytes() and loaded[key].shape == array.shape, key
    with safetensors.safe_open(file, "numpy") as opened:
        assert opened.metadata() == {"step": "10 \n\"ü\""}
    # A single tensor is a model whose only name is empty.
    single = safetensors.numpy.load_file(path("swift", "single.safetensors"))
    assert list(single) == [""] and single[""].tolist() == [1, 2], single

    folder = path("events-check", "")
    target = os.path.join(folder, "events.out.tfevents.1000.host")
    open(target, "wb").write(open(path("events", "written"), "rb").read())
    accumulator = EventAccumulator(folder)
    accumulator.Reload()
    os.remove(target)
    os.rmdir(folder)
    scalars = accumulator.Scalars("loss")
    assert [(s.step, s.value, s.wall_time) for s in scalars] == [
        (0, 2.5, 1000.5), (1, 0, 1001), (-3, np.float32(0.1), 1001.5)], scalars
    text = accumulator.Tensors("note")[0]
    assert text.step == 300 and text.tensor_proto.string_val[0].decode() == "*ünï* code"
    assert accumulator.SummaryMetadata("note").plugin_data.plugin_name == "text"
    histogram = accumulator.Histograms("weights")[0].histogram_value
    assert histogram.bucket == [1, 2, 2, 1] and histogram.bucket_limit == [0, 1, 2, 3] or print(histogram)
    image = accumulator.Images("picture")[0]
    shown = np.array(Image.open(io.BytesIO(image.encoded_image_string)))
    assert (shown == pictures()[1]).all() and (image.width, image.height) == (5, 2)
    print("verified")


if __name__ == "__main__":
    if sys.argv[1:] == ["--verify"]:
        verify()
    else:
        npy()
        tensors()
        halves()
        events()
