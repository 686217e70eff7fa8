"""Holds two Parquet files of features against each other, every value of every column.

    python bench/peer/same_features.py OURS PEERS

prints one JSON object: the columns that are the same (numbers to 1e-9 relative, texts and
missing values exactly) and, by name, the share of rows in which the others differ.
"""

import json
import sys

import numpy
import pandas

TOLERANCE = 1e-9


def differing(ours, theirs):
    if not pandas.api.types.is_numeric_dtype(ours):
        ours, theirs = ours.astype("object"), theirs.astype("object")
        return ~((ours == theirs) | (ours.isna() & theirs.isna()))
    a, b = (column.to_numpy("float64", na_value=numpy.nan) for column in (ours, theirs))
    scale = numpy.maximum(1, numpy.maximum(abs(a), abs(b)))
    return ~((abs(a - b) <= TOLERANCE * scale) | (numpy.isnan(a) & numpy.isnan(b)))


def main(ours_path, theirs_path):
    ours, theirs = pandas.read_parquet(ours_path), pandas.read_parquet(theirs_path)
    names = [name for name in ours.columns if name in theirs.columns]
    names.remove("application_id")
    if list(ours.application_id) != list(theirs.application_id):
        sys.exit(f"{ours_path} and {theirs_path}: not the same applications")
    shares = {name: float(numpy.mean(differing(ours[name], theirs[name])))
              for name in names}
    print(json.dumps({"rows": len(ours), "columns": len(names),
                      "same": sum(share == 0 for share in shares.values()),
                      "differing": {n: s for n, s in shares.items() if s}}))


main(*sys.argv[1:])
