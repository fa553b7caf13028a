"""Units of measurement and their exact conversion; what is not the same quantity is refused.

A table of our own: factors are exact fractions, and a mass fraction (mg/kg) never becomes a concentration
(mg/L), which a library of units allows or not by accident of its dimensions. Symbols are international.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

Number = int | Decimal | Fraction


class UnitError(ValueError):
    """A unit nobody declared (`unknown`), or two that do not measure the same quantity (`different`)."""

    def __init__(self, reason: str, unit: str, to: str = "") -> None:
        super().__init__(f"{reason}: {unit} {to}".strip())
        self.reason, self.unit, self.to = reason, unit, to


@dataclass(frozen=True, slots=True)
class Unit:
    """A symbol and what it measures: value in the quantity's base unit = (value + offset) * factor."""

    symbol: str
    quantity: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


INCH, POUND, GRAVITY = Fraction("0.0254"), Fraction("0.45359237"), Fraction("9.80665")

_TABLE: Final[Mapping[str, Mapping[str, str | Fraction]]] = {
    "length": {
        "m": "1", "km": "1000", "cm": "1/100", "mm": "1/1000", "µm": "1/1000000", "nm": "1/1000000000",
        "in": INCH, "ft": 12 * INCH,
    },
    "area": {"m²": "1", "cm²": "1/10000", "mm²": "1/1000000"},
    "volume": {"m³": "1", "L": "1/1000", "mL": "1/1000000", "cm³": "1/1000000"},
    "mass": {"kg": "1", "t": "1000", "g": "1/1000", "mg": "1/1000000", "µg": "1/1000000000", "lb": POUND},
    "mass per area": {"g/m²": "1/1000", "kg/m²": "1"},
    "density": {"kg/m³": "1", "g/cm³": "1000"},
    "time": {"s": "1", "ms": "1/1000", "min": "60", "h": "3600", "d": "86400"},
    "speed": {"m/s": "1", "km/h": "5/18", "mm/s": "1/1000", "mm/min": "1/60000"},
    "flow": {"m³/h": "1/3600", "L/min": "1/60000", "mL/s": "1/1000000"},
    "force": {"N": "1", "kN": "1000", "mN": "1/1000", "kgf": GRAVITY, "lbf": POUND * GRAVITY},
    "pressure": {
        "Pa": "1", "hPa": "100", "kPa": "1000", "MPa": "1000000", "GPa": "1000000000", "N/mm²": "1000000",
        "mbar": "100", "bar": "100000", "atm": "101325",
    },
    "pressure per area": {"Pa/cm²": "1", "kPa/cm²": "1000"},
    "force per length": {"N/m": "1", "N/mm": "1000", "kN/m": "1000"},
    "energy": {"J": "1", "kJ": "1000", "kWh": "3600000", "Wh": "3600"},
    "impact": {"kJ/m²": "1000", "J/m²": "1"},
    "moment": {"N·m": "1"},
    "power": {"W": "1", "kW": "1000", "mW": "1/1000"},
    "voltage": {"V": "1", "kV": "1000", "mV": "1/1000"},
    "current": {"A": "1", "mA": "1/1000", "µA": "1/1000000"},
    "resistance": {"Ω": "1", "mΩ": "1/1000", "kΩ": "1000", "MΩ": "1000000"},
    "frequency": {"Hz": "1", "kHz": "1000", "MHz": "1000000"},
    "illuminance": {"lx": "1"},
    "sound": {"dB": "1"},
    "acidity": {"pH": "1"},
    "mass fraction": {"% m/m": "1/100", "g/kg": "1/1000", "mg/kg": "1/1000000", "µg/kg": "1/1000000000"},
    "concentration": {"g/L": "1", "mg/L": "1/1000", "µg/L": "1/1000000", "mg/m³": "1/1000000"},
    "share": {"%": "1/100", "‰": "1/1000", "1": "1"},
    "count": {"u": "1"},
    "colonies per mass": {"CFU/g": "1"},
    "colonies per volume": {"CFU/mL": "1", "CFU/L": "1/1000"},
    "conductivity": {"W/(m·K)": "1"},
    "thermal resistance": {"m²·K/W": "1"},
    "viscosity": {"Pa·s": "1", "mPa·s": "1/1000"},
}  # fmt: skip

# the degree of a difference is the same as that of a temperature; only the zero moves
_TEMPERATURES: Final = (
    Unit("K", "temperature"),
    Unit("°C", "temperature", Fraction(1), Fraction("273.15")),
    Unit("°F", "temperature", Fraction(5, 9), Fraction("459.67")),
)

UNITS: Final[Mapping[str, Unit]] = {
    unit.symbol: unit
    for unit in (
        *(
            Unit(symbol, quantity, Fraction(factor))
            for quantity, symbols in _TABLE.items()
            for symbol, factor in symbols.items()
        ),
        *_TEMPERATURES,
    )
}
"""Every unit by its symbol."""


def convert(value: Number, unit: str, to: str) -> Fraction:
    """A value in another unit of the same quantity, exactly. Raises UnitError.

    >>> convert(Decimal("98.6"), "°F", "°C")
    Fraction(37, 1)
    """
    source, target = _pair(unit, to)
    return (Fraction(value) + source.offset) * source.factor / target.factor - target.offset


def convert_spread(value: Number, unit: str, to: str) -> Fraction:
    """A difference or an uncertainty in another unit: the zero of the scale does not count. Raises UnitError.

    >>> convert_spread(9, "°F", "°C")
    Fraction(5, 1)
    """
    source, target = _pair(unit, to)
    return Fraction(value) * source.factor / target.factor


def _pair(unit: str, to: str) -> tuple[Unit, Unit]:
    for symbol in (unit, to):
        if symbol not in UNITS and unit != to:
            raise UnitError("unknown", symbol)
    if unit == to:  # a unit of a single method needs no table
        return (Unit(unit, unit),) * 2
    if UNITS[unit].quantity != UNITS[to].quantity:
        raise UnitError("different", unit, to)
    return UNITS[unit], UNITS[to]
