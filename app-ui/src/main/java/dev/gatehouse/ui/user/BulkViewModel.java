package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/** One action over many users: what it would do, then the job that does it. */
public final class BulkViewModel {

    /** Stands for the reason while it is not typed yet, so that the preview can be had; it is written nowhere. */
    private static final String NO_REASON_YET = "–";

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final JobsViewModel jobs;
    private final Order order;
    private final BanFormModel ban;
    private final Load load = new Load();
    private final BooleanProperty sending = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<UsersExchange.@Nullable BulkPreview> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable String> jobId = new ReadOnlyObjectWrapper<>();

    /**
     * What to do, and to whom.
     *
     * @param chosen how many users were chosen on the screen
     */
    public record Order(UsersExchange.BulkAction action, UsersExchange.Selection users, long chosen) {}

    /** @param reasons offered for a ban */
    public BulkViewModel(ConsoleClient client, TaskRunner tasks, JobsViewModel jobs, Order order,
            List<String> reasons) {
        this.client = client;
        this.tasks = tasks;
        this.jobs = jobs;
        this.order = order;
        this.ban = new BanFormModel(ZoneId.systemDefault(), reasons);
    }

    public UsersExchange.BulkAction action() {
        return order.action();
    }

    public Order order() {
        return order;
    }

    /** Reason and end, for a ban. */
    public BanFormModel ban() {
        return ban;
    }

    public Load load() {
        return load;
    }

    public BooleanProperty sendingProperty() {
        return sending;
    }

    /** What would happen; {@code null} until the server has said it. */
    public ReadOnlyObjectProperty<UsersExchange.@Nullable BulkPreview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** The job that does it; {@code null} until it was begun. */
    public ReadOnlyObjectProperty<@Nullable String> jobIdProperty() {
        return jobId.getReadOnlyProperty();
    }

    public JobsViewModel jobs() {
        return jobs;
    }

    /** Asks what would happen. */
    public void look() {
        load.waiting();
        tasks.when(client.users().previewBulk(request(NO_REASON_YET, null)), this::apply, load::failed);
    }

    void apply(UsersExchange.BulkPreview told) {
        preview.set(told);
        load.ready();
    }

    /** Begins the job. */
    public void start(Instant now) {
        sending.set(true);
        boolean banning = order.action() == UsersExchange.BulkAction.BAN;
        tasks.when(client.users()
                .startBulk(request(banning ? ban.reasonProperty().get().strip() : null,
                        banning ? ban.until(now) : null)),
                started -> {
                    sending.set(false);
                    jobId.set(started.jobId());
                    jobs.started(started.jobId());
                }, failure -> {
                    sending.set(false);
                    load.failed(failure);
                });
    }

    private UsersExchange.BulkRequest request(@Nullable String reason, @Nullable Instant until) {
        return new UsersExchange.BulkRequest(order.action(), order.users(), reason, until, false);
    }
}
