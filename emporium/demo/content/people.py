"""Sixty shoppers, where they live, and the three accounts that can sign in."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "emporium-demo"  # noqa: S105 - printed by `emporium up`, only in the demo


_PLAIN = str.maketrans("áâãäåçéèêëíîïıñóôöøúüýæ", "aaaaaceeeeiiiinoooouuya")


@dataclass(frozen=True)
class Person:
    """Somebody with an address."""

    name: str
    street: str
    postcode: str
    city: str
    country: str

    @property
    def email(self) -> str:
        """`Chiara Bassi` -> `chiara.bassi@example.net`."""
        plain = self.name.lower().translate(_PLAIN)
        parts = ["".join(letter for letter in part if letter.isalpha()) for part in plain.split()]
        return ".".join(parts) + "@example.net"


SHOPPER = Person("Maya Lindqvist", "Sint-Pietersnieuwstraat 41", "9000", "Ghent", "BE")
SHOPPER_EMAIL, VENDOR_EMAIL, ADMIN_EMAIL = "shopper@example.com", "vendor@example.com", "admin@example.com"
ADMIN_NAME = "Tomas Reyes"
STAFF = (("Lieve Baert", "lieve@clay-and-kin.example"), ("Jonas Claes", "jonas@clay-and-kin.example"))

_PLACES = {
    "BE": (
        ("9000", "Ghent", "Coupure Links"),
        ("2000", "Antwerp", "Lange Nieuwstraat"),
        ("3000", "Leuven", "Naamsestraat"),
        ("1000", "Brussels", "Rue de Flandre"),
        ("8000", "Bruges", "Langestraat"),
    ),
    "NL": (
        ("1017 PV", "Amsterdam", "Prinsengracht"),
        ("3512 JE", "Utrecht", "Nieuwegracht"),
        ("9711 LM", "Groningen", "Oude Ebbingestraat"),
    ),
    "DE": (
        ("10115", "Berlin", "Ackerstraße"),
        ("50667", "Cologne", "Breite Straße"),
        ("04109", "Leipzig", "Kolonnadenstraße"),
    ),
    "FR": (
        ("35000", "Rennes", "Rue Saint-Malo"),
        ("69004", "Lyon", "Rue d'Austerlitz"),
        ("75011", "Paris", "Rue Oberkampf"),
    ),
    "ES": (("28012", "Madrid", "Calle del Olmo"), ("46003", "Valencia", "Carrer de Cavallers")),
    "IT": (("10124", "Turin", "Via Giulia di Barolo"), ("00153", "Rome", "Via della Luce")),
    "AT": (("1070", "Vienna", "Neubaugasse"), ("8010", "Graz", "Sporgasse")),
    "DK": (("2200", "Copenhagen", "Blågårdsgade"), ("8000", "Aarhus", "Jægergårdsgade")),
    "SE": (("211 34", "Malmö", "Engelbrektsgatan"), ("413 01", "Gothenburg", "Linnégatan")),
    "PT": (("4050-290", "Porto", "Rua de Cedofeita"), ("1200-109", "Lisbon", "Rua da Rosa")),
    "IE": (("D08 X2Y4", "Dublin", "Francis Street"), ("T12 AB34", "Cork", "Barrack Street")),
    "LU": (("1660", "Luxembourg", "Grand-Rue"),),
}
_NAMES = {
    "BE": (
        "Lotte Vermeer",
        "Pieter Goossens",
        "Amélie Dubois",
        "Wout Janssens",
        "Noor Claes",
        "Thomas Peeters",
        "Elise Lambert",
        "Bram Wouters",
        "Fatima El Amrani",
        "Stijn De Smet",
        "Julie Maes",
        "Karim Benali",
        "Sara Van Acker",
        "Dries Pauwels",
    ),
    "NL": ("Femke Bakker", "Daan Visser", "Roos van Dijk", "Jasper Mulder", "Sem de Boer", "Iris Smit"),
    "DE": (
        "Hannah Köhler",
        "Jonas Weber",
        "Leonie Fischer",
        "Emre Yılmaz",
        "Clara Vogt",
        "Felix Brandt",
        "Miriam Stern",
        "Paul Krüger",
    ),
    "FR": (
        "Camille Moreau",
        "Hugo Bernard",
        "Inès Laurent",
        "Théo Girard",
        "Louise Petit",
        "Yann Le Goff",
        "Aïcha Diallo",
    ),
    "ES": ("Lucía Navarro", "Pablo Ortega", "Carmen Vidal", "Javier Ruiz"),
    "IT": ("Chiara Bassi", "Marco Ferri", "Giulia Conti", "Davide Rossi"),
    "AT": ("Anna Huber", "Lukas Steiner", "Katharina Moser"),
    "DK": ("Freja Nielsen", "Oscar Holm", "Signe Kjær"),
    "SE": ("Sofia Lund", "Erik Nyström", "Alva Berg"),
    "PT": ("Beatriz Costa", "Tiago Pinto", "Marta Sousa"),
    "IE": ("Aoife Byrne", "Cian Murphy", "Niamh Walsh"),
    "LU": ("Max Weis", "Claire Thill"),
}


def _everybody() -> tuple[Person, ...]:
    people = []
    for country, names in _NAMES.items():
        places = _PLACES[country]
        for number, name in enumerate(names):
            postcode, city, street = places[number % len(places)]
            people.append(Person(name, f"{street} {7 + 9 * number}", postcode, city, country))
    return tuple(people)


SHOPPERS = _everybody()
