"""What each simulated centre tests: a product, its clauses and their limits. All of it is made up."""

from dataclasses import dataclass
from decimal import Decimal

from jalon.kernel.words import Words


@dataclass(frozen=True)
class Characteristic:
    """What is measured, with the kind of instrument that does it; a limit that is None is none."""

    name: Words
    unit: str
    instrument: str
    tool: str  # what the instrument is called
    lower: str | None = None
    upper: str | None = None

    @property
    def low(self) -> Decimal | None:
        return Decimal(self.lower) if self.lower else None

    @property
    def high(self) -> Decimal | None:
        return Decimal(self.upper) if self.upper else None


@dataclass(frozen=True)
class Product:
    name: Words
    characteristics: tuple[Characteristic, ...]


def said(fr: str, ar: str, en: str) -> Words:
    return Words(fr, ar, en)


C = Characteristic
PRESS, BALANCE, GAUGE = "presse d’essai", "balance de précision", "jauge d’épaisseur"
OVEN, METER = "étuve", "multimètre"
STRENGTH = said("Résistance à la traction", "مقاومة الشد", "Tensile strength")
THICKNESS = said("Épaisseur", "السمك", "Thickness")
MOISTURE = said("Humidité", "الرطوبة", "Moisture")

PRODUCTS = {
    "CETEMCO": Product(
        said("Ciment", "إسمنت", "Cement"),
        (
            C(
                said("Résistance à la compression", "مقاومة الضغط", "Compressive strength"),
                "MPa",
                "press",
                PRESS,
                "42.5",
            ),
            C(
                said("Début de prise", "بداية الشك", "Initial setting time"),
                "min",
                "vicat",
                "appareil de Vicat",
                "60",
            ),
            C(
                said("Expansion", "التمدد", "Expansion"),
                "mm",
                "le-chatelier",
                "moule de Le Chatelier",
                None,
                "10",
            ),
            C(
                said("Perte au feu", "الفقد بالحرق", "Loss on ignition"),
                "%",
                "furnace",
                "four à moufle",
                None,
                "5.0",
            ),
        ),
    ),
    "CERIMME": Product(
        said("Fils d’acier", "أسلاك فولاذية", "Steel wires"),
        (
            C(STRENGTH, "MPa", "press", "machine de traction", "500"),
            C(said("Allongement", "الاستطالة", "Elongation"), "%", "press", "machine de traction", "5.0"),
            C(said("Diamètre", "القطر", "Diameter"), "mm", "micrometer", "micromètre", "7.70", "8.30"),
            C(said("Dureté", "الصلادة", "Hardness"), "HV", "hardness", "duromètre", None, "300"),
        ),
    ),
    "CTTH": Product(
        said("Tissus pour masques", "أثواب الكمامات", "Fabrics for masks"),
        (
            C(STRENGTH, "N", "press", "dynamomètre", "400"),
            C(
                said("Perméabilité à l’air", "نفاذية الهواء", "Air permeability"),
                "L/min",
                "permeameter",
                "perméamètre",
                "96",
            ),
            C(
                said("Pression différentielle", "فرق الضغط", "Differential pressure"),
                "Pa",
                "pressure",
                "manomètre",
                None,
                "70",
            ),
            C(said("Filtration", "الترشيح", "Filtration"), "%", "filtration", "banc de filtration", "95.0"),
        ),
    ),
    "CETIEV": Product(
        said("Faisceaux de câbles", "ضفائر الأسلاك", "Wiring harnesses"),
        (
            C(
                said("Résistance de contact", "مقاومة التلامس", "Contact resistance"),
                "mΩ",
                "meter",
                METER,
                None,
                "5.00",
            ),
            C(said("Effort d’arrachement", "قوة الانتزاع", "Pull-out force"), "N", "press", PRESS, "60"),
            C(said("Chute de tension", "هبوط الجهد", "Voltage drop"), "mV", "meter", METER, None, "30.0"),
            C(said("Tenue en température", "تحمل الحرارة", "Heat resistance"), "h", "oven", OVEN, "240"),
        ),
    ),
    "CETIA": Product(
        said("Huiles alimentaires", "زيوت غذائية", "Edible oils"),
        (
            C(said("Acidité", "الحموضة", "Acidity"), "%", "titrator", "titrateur", None, "0.80"),
            C(
                said("Humidité et volatils", "الرطوبة والمواد المتطايرة", "Moisture and volatiles"),
                "%",
                "oven",
                OVEN,
                None,
                "0.20",
            ),
            C(said("Plomb", "الرصاص", "Lead"), "mg/kg", "spectrometer", "spectromètre", None, "0.100"),
            C(
                said("Impuretés insolubles", "الشوائب غير القابلة للذوبان", "Insoluble impurities"),
                "%",
                "balance",
                BALANCE,
                None,
                "0.10",
            ),
        ),
    ),
    "CTPC": Product(
        said("Tubes en plastique", "أنابيب بلاستيكية", "Plastic pipes"),
        (
            C(STRENGTH, "MPa", "press", "machine de traction", "19.0"),
            C(said("Retrait à chaud", "الانكماش الحراري", "Heat reversion"), "%", "oven", OVEN, None, "3.0"),
            C(THICKNESS, "mm", "gauge", GAUGE, "2.90", "3.50"),
            C(
                said("Masse volumique", "الكتلة الحجمية", "Density"),
                "kg/m³",
                "balance",
                BALANCE,
                "940",
                "965",
            ),
        ),
    ),
    "CMTC": Product(
        said("Cuirs à dessus", "جلود وجه الأحذية", "Upper leather"),
        (
            C(
                said("Résistance à la déchirure", "مقاومة التمزق", "Tear strength"),
                "N",
                "press",
                "dynamomètre",
                "30.0",
            ),
            C(THICKNESS, "mm", "gauge", GAUGE, "1.20", "1.80"),
            C(
                said("Chrome hexavalent", "الكروم السداسي", "Hexavalent chromium"),
                "mg/kg",
                "spectrometer",
                "spectromètre",
                None,
                "3.00",
            ),
            C(
                said("Matières volatiles", "المواد المتطايرة", "Volatile matter"),
                "%",
                "oven",
                OVEN,
                None,
                "18.0",
            ),
        ),
    ),
    "CTIBA": Product(
        said("Panneaux de bois", "ألواح خشبية", "Wood panels"),
        (
            C(
                said("Résistance à la flexion", "مقاومة الانحناء", "Bending strength"),
                "MPa",
                "press",
                PRESS,
                "11.0",
            ),
            C(MOISTURE, "%", "oven", OVEN, "5.0", "13.0"),
            C(
                said("Gonflement en épaisseur", "انتفاخ السمك", "Swelling in thickness"),
                "%",
                "gauge",
                GAUGE,
                None,
                "15.0",
            ),
            C(
                said("Formaldéhyde", "الفورمالديهيد", "Formaldehyde"),
                "mg/kg",
                "spectrometer",
                "spectromètre",
                None,
                "80.0",
            ),
        ),
    ),
    "CERIC": Product(
        said("Farines de blé", "دقيق القمح", "Wheat flours"),
        (
            C(MOISTURE, "%", "oven", OVEN, None, "15.5"),
            C(said("Cendres", "الرماد", "Ash"), "%", "furnace", "four à moufle", None, "0.60"),
            C(
                said("Protéines", "البروتينات", "Proteins"),
                "%",
                "spectrometer",
                "analyseur infrarouge",
                "10.0",
            ),
            C(
                said("Temps de chute", "زمن السقوط", "Falling number"),
                "s",
                "falling",
                "appareil de Hagberg",
                "220",
            ),
        ),
    ),
}
