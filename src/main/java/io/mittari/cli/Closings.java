package io.mittari.cli;

import io.mittari.close.Closing;
import io.mittari.settings.Settings;
import java.util.function.Function;

/** Does what the commands of the close ask for. */
final class Closings {
    private Closings() {}

    /**
     * What the work comes to.
     *
     * @param announcement what is being done, for people
     */
    static <T> T with(Surroundings surroundings, Settings settings, String announcement, Function<Closing, T> work) {
        try (ProgressDisplay progress = surroundings.progress()) {
            Closing closing = new Closing(surroundings.session(settings, progress), settings, surroundings.clock());
            progress.announce(announcement);
            return work.apply(closing);
        }
    }
}
