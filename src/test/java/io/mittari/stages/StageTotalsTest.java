package io.mittari.stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class StageTotalsTest {
    private final StageTotals totals = new StageTotals();

    @Test
    void percentilesLieBetweenNeighbours() {
        totals.addEnded(10, 2, 1);
        totals.addEnded(4, 1, 0);
        totals.addEnded(25, 1, 0);

        // Sorted: 4, 10, 10, 25. Median between the places 1 and 2; nine tenths at place 2.7, 0.7 of the way to 25.
        assertEquals(new BigDecimal("10.000000"), totals.medianDays());
        assertEquals(new BigDecimal("20.500000"), totals.ninthDecile());
        // 49 days of 4 stays, 3 of which moved on.
        assertEquals(new BigDecimal("12.250000"), totals.averageDays());
        assertEquals(new BigDecimal("0.750000"), totals.movedOnShare());
    }

    @Test
    void evenNumbersHaveAMedianBetweenTwoLengths() {
        totals.addEnded(7, 1, 0);
        totals.addEnded(10, 1, 0);

        assertEquals(new BigDecimal("8.500000"), totals.medianDays());
    }

    @Test
    void oneStayIsEveryPercentile() {
        totals.addEnded(3, 1, 1);

        assertEquals(new BigDecimal("3.000000"), totals.medianDays());
        assertEquals(new BigDecimal("3.000000"), totals.ninthDecile());
        assertEquals(new BigDecimal("0.000000"), totals.movedOnShare());
    }

    @Test
    void nothingEndedHasNoLength() {
        assertTrue(totals.isNothing());
        totals.addEntered(2);

        assertNull(totals.medianDays());
        assertNull(totals.averageDays());
        assertNull(totals.movedOnShare());
    }
}
