"""Invented names, by sex and Census ethnic group. Any likeness to a real person is chance."""

from random import Random

FEMALE = {
    "white": (
        "Margaret Susan Patricia Jean Christine Linda Karen Julie Tracey Nicola Claire Emma Laura Rebecca Amy "
        "Sheila Brenda Maureen Dorothy Joan Pauline Janet Carol Denise Gillian Lisa Hannah Sophie Chloe Megan"
    ),
    "asian": "Shabana Nasreen Farzana Amina Priya Meena Anjali Sunita Yasmin Rukhsana Harpreet Jaswinder Mei Lakshmi",
    "black": "Grace Blessing Comfort Marcia Beverley Yvonne Amara Ngozi Abena Esther Patience Sharon",
    "mixed": "Jasmine Leah Natalie Simone Chantelle Aaliyah Zara Monique Tara Danielle",
    "other": "Leila Shirin Fatima Rania Zeynep Hala Maryam Nour Dilan Soraya",
}
MALE = {
    "white": (
        "John David Michael Peter Alan Brian Kevin Stephen Paul Mark Andrew Gary Ian Craig Lee Ryan Liam Jack "
        "Derek Roy Kenneth Ronald Geoffrey Raymond Trevor Keith Darren Simon Adam Josh"
    ),
    "asian": "Imran Tariq Mohammed Rashid Rajesh Sanjay Harjit Gurpreet Anil Khalid Bilal Wei Naveed Vikram",
    "black": "Emmanuel Samuel Kwame Winston Clive Delroy Chidi Kofi Joseph Marcus Leroy Tunde",
    "mixed": "Jordan Tyrone Nathan Marlon Reece Kieran Dominic Aaron Joel Theo",
    "other": "Omar Hassan Reza Kamal Yusuf Ali Karim Mehmet Aram Sami",
}
FAMILY = {
    "white": (
        "Hargreaves Ashworth Entwistle Bradshaw Openshaw Whittaker Ogden Barlow Shaw Kershaw Wild Grimshaw Platt "
        "Colclough Wedgbury Bloor Sherratt Cartlidge Tunnicliffe Mountford Brindley Salt Beech Plant Leese Machin "
        "Hulme Royle Warburton Clegg Fairhurst Pilkington Heath Birch Holdcroft Pointon Bourne Steele Pickering"
    ),
    "asian": "Hussain Mahmood Iqbal Akhtar Patel Shah Sharma Kaur Singh Begum Rahman Chaudhry Malik Chen Desai Gill",
    "black": "Okafor Mensah Adeyemi Campbell Gordon Bailey Osei Boateng Eze Francis Clarke Nkemelu Brown",
    "mixed": "Bailey Carter Lawson Reid Morgan Francis Hollins Barrett Cole Hayward",
    "other": "Karimi Haddad Yilmaz Nazari Saleh Aziz Mansour Demir Rostami Jaber",
}


def draw(random: Random, sex: str, ethnic_group: str) -> tuple[str, str]:
    """A first name and a last name; where sex or group are not known any will do."""
    group = ethnic_group if ethnic_group in FAMILY else "white"
    given = {"female": FEMALE, "male": MALE}.get(sex) or random.choice([FEMALE, MALE])
    return random.choice(given[group].split()), random.choice(FAMILY[group].split())
