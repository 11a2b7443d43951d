package io.mittari.warehouse;

import io.mittari.model.FiscalCalendar;
import io.mittari.warehouse.CloseEvent.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Everything that was closed, approved and reopened.
 *
 * @param events the entries of {@code closes}, in their order
 */
public record CloseLog(List<CloseEvent> events) {
    /** What is closed before anything ever was. */
    static final CloseLog EMPTY = new CloseLog(List.of());

    /** Puts the entries into their order. */
    public CloseLog {
        events = events.stream()
                .sorted(Comparator.comparingLong(CloseEvent::entry))
                .toList();
    }

    /** Every close, the oldest first. */
    public List<ClosedPeriod> closes() {
        return events.stream()
                .filter(event -> event.action() == Action.CLOSE)
                .map(closed -> new ClosedPeriod(closed, of(closed, Action.APPROVE), of(closed, Action.REOPEN)))
                .toList();
    }

    /** The closes whose figures are the published ones. */
    public List<ClosedPeriod> inEffect() {
        return closes().stream().filter(ClosedPeriod::isInEffect).toList();
    }

    /** The last close of a period, also where it was reopened since. */
    public Optional<ClosedPeriod> newest(String period) {
        return closes().stream()
                .filter(close -> close.close().period().equals(period))
                .reduce((earlier, later) -> later);
    }

    /** The version of every close in effect, by the period's name. */
    public Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        inEffect()
                .forEach(close ->
                        versions.put(close.close().period(), close.close().version()));
        return versions;
    }

    /**
     * The first month of the first period that was closed or reopened since.
     *
     * @param before the {@link #versions} of then
     */
    public OptionalInt firstMonthChangedSince(Map<String, Integer> before) {
        Map<String, Integer> now = versions();
        return closes().stream()
                .map(ClosedPeriod::close)
                .filter(close -> !Objects.equals(before.get(close.period()), now.get(close.period())))
                .mapToInt(close -> FiscalCalendar.monthNumber(close.start()))
                .min();
    }

    /** The entry that would come next, with its checksum. */
    CloseEvent next(CloseEvent event) {
        CloseEvent numbered = new CloseEvent(
                events.size() + 1L, event.close(), event.action(), event.by(), event.at(), event.note(), "");
        return numbered.sealed(events.isEmpty() ? CloseEvent.BEFORE_THE_FIRST : last().checksum());
    }

    /** What is wrong with the entries themselves: each has its number, and carries the checksum of the one before it. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        String before = CloseEvent.BEFORE_THE_FIRST;
        for (int place = 0; place < events.size(); place++) {
            CloseEvent event = events.get(place);
            if (event.entry() != place + 1L) {
                faults.add("closes: entry %d stands in place of entry %d: an entry was added or removed"
                        .formatted(event.entry(), place + 1));
            }
            if (!event.checksum().equals(event.checksum(before))) {
                faults.add(
                        "closes: entry %d is not what was written: its checksum is another".formatted(event.entry()));
            }
            before = event.checksum();
        }
        return faults;
    }

    private CloseEvent last() {
        return events.get(events.size() - 1);
    }

    private Optional<CloseEvent> of(CloseEvent closed, Action action) {
        return events.stream()
                .filter(event -> event.action() == action)
                .filter(event -> event.close().closeId().equals(closed.close().closeId()))
                .findFirst();
    }
}
