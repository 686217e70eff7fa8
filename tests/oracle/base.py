"""Golden numbers for tests/base: random numbers and elementary functions.

xoshiro256++ and splitmix64 are written here from their definition and checked against
the published vectors; logarithms and exponentials are rounded from 60 digits.

    python tests/oracle/base.py > tests/base/golden.h      (needs mpmath)
"""

import random

import mpmath

MASK = (1 << 64) - 1


def splitmix(x):
    while True:
        x = (x + 0x9E3779B97F4A7C15) & MASK
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro(state):
    s = list(state)
    while True:
        yield (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


def take(numbers, count):
    return [next(numbers) for _ in range(count)]


# Published: splitmix64 with seed 1234567; xoshiro256++ with state 1, 2, 3, 4.
assert take(splitmix(1234567), 3) == [
    6457827717110365317, 3203168211198807973, 9817491932198370423]
assert take(xoshiro([1, 2, 3, 4]), 5) == [
    41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205]


def table(name, kind, rows):
    print(f"inline constexpr {kind} {name}[] = {{")
    for row in rows:
        print(f"    {row},")
    print("};\n")


def pairs(function, arguments):
    mpmath.mp.dps = 60
    rows = []
    for x in arguments:
        y = float(function(mpmath.mpf(x)))
        rows.append(f"{{{x.hex()}, {y.hex()}}}")
    return rows


def main():
    print("// Made by tests/oracle/base.py; not to be edited.")
    print("#pragma once\n\n#include <cstdint>\n\nnamespace credence::golden {\n")
    print("struct Point {\n  double x, y;\n};\n")
    for seed in (0, 42):
        state = take(splitmix(seed), 4)
        table(f"seed_{seed}", "std::uint64_t",
              [f"{x}u" for x in take(xoshiro(state), 8)])
    # Stream 3 of seed 42: the seed is changed by splitmix64 of the stream's number.
    mixed = 42 ^ next(splitmix(3))
    table("seed_42_stream_3", "std::uint64_t",
          [f"{x}u" for x in take(xoshiro(take(splitmix(mixed), 4)), 4)])

    chance = random.Random(1)
    positive = [chance.lognormvariate(0, s) for s in (0.01, 1, 5, 50) for _ in range(15)]
    positive += [5e-324, 1.7976931348623157e308, 0.5, 2.0, 1 - 2**-53, 1 + 2**-52]
    table("log", "Point", pairs(mpmath.log, positive))
    real = [chance.gauss(0, s) for s in (0.01, 1, 10, 200) for _ in range(15)]
    real += [0.0, 1.0, -1.0, 709.7, -745.1]
    table("exp", "Point", pairs(mpmath.exp, real))
    table("logistic", "Point", pairs(lambda z: 1 / (1 + mpmath.exp(-z)), real))
    share = [chance.random() for _ in range(50)] + [1e-300, 0.5, 1 - 2**-53, 2**-53]
    table("log_odds", "Point", pairs(lambda p: mpmath.log(p / (1 - p)), share))
    print("}  // namespace credence::golden")


main()
