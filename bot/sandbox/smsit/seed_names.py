"""Words to make contacts of. No "Kim", so that the two people called Alex Kim stay two."""

_FIRST_NAMES = (
    "Aaron Abigail Adam Aisha Alice Amara Amir Ana Andre Anika Anton Aria Arjun Asha Beatriz Ben Bianca Bo "
    "Brigid Caleb Camila Carlos Carmen Cecilia Chen Chloe Clara Dana Daniel Dara David Deepa Diego Dimitri "
    "Edith Eduardo Elena Eli Elif Ellen Emeka Emma Erik Esther Eva Farah Felix Fiona Francis Gabriel Gita "
    "Hana Hannah Hassan Hector Helen Henrik Hugo Ibrahim Ines Ingrid Irene Isaac Ivan Jamal Jasmine Javier "
    "Jonas Josie Julia Kai Karim Kate Keiko Kofi Lara Laura Leila Leo Lin Louis Lucia Malik Marcus Maria "
    "Marta Mateo Mei Mina Mohan Nadia Naomi Nils Noah Olga Omar Oscar Paula Pedro Petra Quinn Rafael Rana "
    "Rosa Ruth Samir Sara Sofia Stefan Tara Theo Tomas Uma Vera Victor Wanda Wei Yara Yusuf Zoe"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
_LAST_NAMES = (
    "Abbott Adeyemi Ahmed Alvarez Andersen Baker Barros Bauer Becker Bell Berg Bianchi Blake Bose Brandt "
    "Burke Campbell Castro Chang Chaudhry Clarke Cohen Costa Cruz Dalton Das Diaz Dietrich Dubois Eriksen "
    "Espinosa Fischer Flores Fox Garcia Gill Gomez Grant Haddad Hall Hansen Hayes Herrera Hill Hughes Ito "
    "Jackson Jansen Jensen Johal Jones Kaplan Kaur Keller Khan Klein Kovac Lam Larsen Lee Lewis Lopez Lund "
    "Malik Martin Mehta Mendoza Meyer Moreau Morgan Moss Murphy Nakamura Ndiaye Nguyen Novak Obi Olsen Ortiz "
    "Osei Park Patel Perez Petrov Price Quist Ramos Rao Reyes Rossi Roy Russo Salazar Santos Sato Schmidt "
    "Shah Silva Singh Sosa Suarez Tanaka Tran Vargas Vega Vogel Wagner Walsh Wang Weber Wood Wu Yilmaz "
    "Young Zhou"
)
LAST_NAMES = tuple(_LAST_NAMES.split())
CARRIERS = ("Verizon", "AT&T", "T-Mobile", "US Cellular", "")

# The clinic is in San Francisco: neighbours first, the rest of the country after them.
_AREA_CODES = (
    "415 628 510 650 408 925 707 916 831 209 212 213 305 312 323 404 503 512 602 617 646 702 713 718 720 "
    "773 801 808 818 858 206 214 216 202 215 303 313 314 317 336 402 412 414 480 504 505 515 608 612 "
    "615 619 704 757 803 813 901 919 970"
)
AREA_CODES = tuple(_AREA_CODES.split())
