package dev.gatehouse.ui.offline;

import dev.gatehouse.ui.client.Conditions;
import dev.gatehouse.ui.client.Source;
import dev.gatehouse.ui.text.Ages;
import dev.gatehouse.ui.widget.Badge;
import dev.gatehouse.ui.widget.Kit;
import dev.gatehouse.ui.widget.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;

/** How old the list is that is looked at: live, so many minutes old, cached, or stale. */
public final class AgeBadge extends Label {

    private static final Duration LIVE = Duration.ofSeconds(15);
    private static final Duration STALE = Duration.ofMinutes(15);

    private final OfflineViewModel model;
    private final Kit kit;
    private final ObservableValue<Set<Source>> shown;

    /** @param shown where the list that is looked at comes from; nothing where nothing old is shown */
    public AgeBadge(OfflineViewModel model, Kit kit, ObservableValue<Set<Source>> shown) {
        this.model = model;
        this.kit = kit;
        this.shown = shown;
        setId("panel-age");
        setMinWidth(USE_PREF_SIZE);
        kit.follow(this, this::show, shown, kit.now(), kit.messages().languageProperty(), model.changesProperty());
    }

    private void show() {
        Set<Source> sources = shown.getValue();
        boolean hasAge = sources != null && !sources.isEmpty();
        setVisible(hasAge);
        setManaged(hasAge);
        if (!hasAge) {
            return;
        }
        Instant now = kit.now().getValue();
        Conditions.Seen seen = model.seen(sources, now);
        if (seen == null) {
            tell(model.server() ? Tone.CALM : Tone.BAD, kit.messages().get("panelAge.none"));
            return;
        }
        Duration age = Duration.between(seen.at(), now);
        String words = Ages.since(kit.messages(), seen.at(), now);
        boolean presence = sources.contains(Source.SESSIONS) && !model.liveState();
        if (presence || ((seen.cached() || !model.server()) && age.compareTo(STALE) > 0)) {
            tell(Tone.BAD, kit.messages().get("panelAge.stale", words));
        } else if (seen.cached() || !model.server()) {
            tell(Tone.WARN, kit.messages().get("panelAge.cached", words));
        } else if (age.compareTo(LIVE) <= 0) {
            tell(Tone.GOOD, kit.messages().get("panelAge.live"));
        } else {
            tell(Tone.CALM, kit.messages().get("panelAge.fetched", words));
        }
    }

    private void tell(Tone tone, String words) {
        kit.show(this, Badge.of(tone, words));
    }
}
