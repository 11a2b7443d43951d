package io.mittari.demo;

import java.util.List;

/** Names of people and companies, and ids. */
final class Names {
    private static final List<String> FIRST = List.of(
            "Aino", "Anna", "Birgit", "Carlos", "Chloé", "Dmitri", "Eero", "Elena", "Emma", "Fatima", "Freja", "George",
            "Hanna", "Ines", "Jack", "Jürgen", "Kaisa", "Lars", "Lucía", "Maija", "Marek", "Nadia", "Oskar", "Päivi",
            "Priya", "Quentin", "Rosa", "Søren", "Tuomas", "Ulla", "Väinö", "Zoe");
    private static final List<String> LAST = List.of(
            "Aalto",
            "Andersson",
            "Becker",
            "Brown",
            "Costa",
            "Dahl",
            "Eklund",
            "Fischer",
            "García",
            "Hämäläinen",
            "Hansen",
            "Ivanova",
            "Jensen",
            "Jones",
            "Kowalski",
            "Laine",
            "Lindqvist",
            "Mäkinen",
            "Martin",
            "Nguyen",
            "Niemi",
            "O'Brien",
            "Öberg",
            "Patel",
            "Quist",
            "Rossi",
            "Schmidt",
            "Smith",
            "Taylor",
            "Virtanen",
            "Weber",
            "Wilson");
    private static final List<String> COMPANY_BEGIN = List.of(
            "Alder",
            "Baltic",
            "Cedar",
            "Delta",
            "Ember",
            "Fjord",
            "Granite",
            "Harbour",
            "Iris",
            "Juniper",
            "Karelia",
            "Lumo",
            "Meridian",
            "Nord",
            "Orion",
            "Polar",
            "Quartz",
            "Ridge",
            "Saimaa",
            "Tundra",
            "Umbra",
            "Vega",
            "Willow",
            "Åland");
    private static final List<String> COMPANY_END = List.of(
            " Logistics",
            " Foods",
            " Energy",
            " Health",
            " Retail",
            " Systems",
            " Timber",
            " Media",
            " Finance",
            " Marine",
            "tech",
            "works",
            "soft",
            " & Sons",
            ", Berg & Partners",
            " \"Blue\" Design");
    private static final List<String> INDUSTRIES = List.of(
            "Manufacturing",
            "Retail",
            "Financial services",
            "Healthcare",
            "Logistics",
            "Technology",
            "Public sector",
            "Energy",
            "Media");

    private Names() {}

    /** The name of the rep of that number; no two of the first thousand are the same. */
    static String rep(int number) {
        int size = FIRST.size();
        return FIRST.get(number * 11 % size) + " " + LAST.get((number * 5 + number / size) % size);
    }

    static String company(Region region, Draws draws) {
        return draws.oneOf(COMPANY_BEGIN) + draws.oneOf(COMPANY_END) + " " + region.drawLegalForm(draws);
    }

    static String industry(Draws draws) {
        return draws.oneOf(INDUSTRIES);
    }

    /** An id such as {@code O-00000017}: sorted by text it is sorted by number. */
    static String id(String prefix, long number, int width) {
        String digits = Long.toString(number);
        return prefix + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
