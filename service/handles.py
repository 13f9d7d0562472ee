"""Handles for those who bring none: an adjective and a chemical element."""
import secrets

ADJECTIVES = (
    "Adventurous Agile Amiable Ardent Bold Brave Breezy Bright Brisk Calm Candid Careful Cheerful Clever Cosmic Curious Daring Dashing Deft Diligent "
    "Eager Earnest Easygoing Elated Elegant Fair Faithful Fearless Festive Fluent Frank Friendly Gallant Generous Gentle Gleaming Graceful Happy Hardy "
    "Hearty Honest Hopeful Humble Inventive Jaunty Jolly Jovial Keen Kind Lively Loyal Lucid Mellow Merry Mindful Modest Musing Neat Nimble Noble "
    "Observant Patient Peaceful Playful Plucky Polite Proud Prudent Quick Quiet Radiant Ready Resolute Serene Sincere Spirited Steady Subtle Sunny "
    "Tactful Tender Thorough Thoughtful Tidy Tireless Trusty Upbeat Valiant Versatile Vigilant Vivid Warm Watchful Wise Witty Zealous Zesty"
).split()
ELEMENTS = (
    "Hydrogen Helium Lithium Beryllium Boron Carbon Nitrogen Oxygen Fluorine Neon Sodium Magnesium Aluminium Silicon Phosphorus Sulfur Chlorine Argon "
    "Potassium Calcium Scandium Titanium Vanadium Chromium Manganese Iron Cobalt Nickel Copper Zinc Gallium Germanium Selenium Bromine Krypton Rubidium "
    "Strontium Yttrium Zirconium Niobium Molybdenum Technetium Ruthenium Rhodium Palladium Silver Cadmium Indium Tin Antimony Tellurium Iodine Xenon "
    "Caesium Barium Lanthanum Cerium Praseodymium Neodymium Promethium Samarium Europium Gadolinium Terbium Dysprosium Holmium Erbium Thulium Ytterbium "
    "Lutetium Hafnium Tantalum Tungsten Rhenium Osmium Iridium Platinum Gold Mercury Thallium Bismuth Polonium Radon Radium Thorium Uranium"
).split()


def made_up(numbered=False):
    """A handle such as AdventurousPraseodymium, with a number behind where the plain ones are taken."""
    number = str(secrets.randbelow(9000) + 1000) if numbered else ""
    return secrets.choice(ADJECTIVES) + secrets.choice(ELEMENTS) + number
