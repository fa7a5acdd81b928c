package dev.gatehouse.ui.audit;

import dev.gatehouse.ui.widget.Dialogs;
import dev.gatehouse.ui.widget.Kit;

/** What opens at the right edge: topics with their lag, the check of the chains, filters with their rules. */
final class AuditPanels {

    private final AuditViewModel model;
    private final Kit kit;
    private final Dialogs dialogs;

    AuditPanels(AuditViewModel model, Kit kit) {
        this.model = model;
        this.kit = kit;
        this.dialogs = new Dialogs(kit);
    }

    void topics() {
        model.topics().refresh();
        dialogs.drawer("audit.topics.title", new TopicPanel(model.topics(), kit));
    }

    void verify() {
        dialogs.drawer("audit.verify.title", new CheckPanel(model, kit));
    }

    void filters() {
        dialogs.drawer("filter.title", new FilterPanel(model, kit));
    }
}
