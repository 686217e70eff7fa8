"""Golden instalments for tests/portfolio/emi_golden_test.cpp.

The annuity formula P r (1+r)^n / ((1+r)^n - 1) in decimal arithmetic of 60 digits, from
the rate as a double holds it, rounded half up to the unit.

    python3 tests/oracle/emi.py
"""

from decimal import ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 60

PRINCIPALS = [1, 7, 100, 99_999, 50_000_000, 123_456_789, 5_000_000_000]
RATES = [0.0, 0.1, 1.0, 7.35, 12.0, 18.75, 24.0, 39.99, 40.0]
MONTHS = [1, 2, 3, 12, 36, 61, 120, 240, 360]


def emi(principal: int, percent: float, months: int) -> int:
    rate = Decimal(percent) / 1200
    if rate == 0:
        exact = Decimal(principal) / months
    else:
        growth = (1 + rate) ** months
        exact = principal * rate * growth / (growth - 1)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


if __name__ == "__main__":
    print("constexpr Golden goldens[] = {")
    for principal in PRINCIPALS:
        for percent in RATES:
            row = [emi(principal, percent, months) for months in MONTHS]
            print(f"    {{{principal}, {percent}, {{{', '.join(map(str, row))}}}}},")
    print("};")
