package io.mittari.facts;

import io.mittari.model.ExchangeRates;
import java.time.LocalDate;

/**
 * What figures are as of.
 *
 * @param reportingDate D
 * @param rates the exchange rates that are known
 */
public record AsOf(LocalDate reportingDate, ExchangeRates rates) {}
