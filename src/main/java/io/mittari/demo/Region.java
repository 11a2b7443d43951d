package io.mittari.demo;

import java.util.List;

/** A sales region, with the legal forms of its companies and the currencies they pay in. */
enum Region {
    NORDICS("Nordics", List.of("Oy", "AB", "Oyj"), List.of(Currency.EUR, Currency.EUR, Currency.SEK)),
    DACH("DACH", List.of("GmbH", "AG"), List.of(Currency.EUR)),
    UK("UK & Ireland", List.of("Ltd", "plc"), List.of(Currency.GBP, Currency.GBP, Currency.EUR)),
    AMERICAS("Americas", List.of("Inc.", "LLC"), List.of(Currency.USD));

    private final String text;
    private final List<String> legalForms;
    private final List<Currency> currencies;

    Region(String text, List<String> legalForms, List<Currency> currencies) {
        this.text = text;
        this.legalForms = legalForms;
        this.currencies = currencies;
    }

    /** The name in the extracts. */
    String text() {
        return text;
    }

    Currency drawCurrency(Draws draws) {
        return draws.oneOf(currencies);
    }

    String drawLegalForm(Draws draws) {
        return draws.oneOf(legalForms);
    }

    static Region draw(Draws draws) {
        double unit = draws.unit();
        return unit < 0.40 ? NORDICS : unit < 0.65 ? DACH : unit < 0.82 ? UK : AMERICAS;
    }
}
