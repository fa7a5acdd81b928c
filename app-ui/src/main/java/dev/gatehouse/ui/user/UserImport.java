package dev.gatehouse.ui.user;

import dev.gatehouse.model.api.UsersExchange;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.job.JobsViewModel;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Failures;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** A CSV file of users on its way in: looked at first, then a job. It goes on when nobody looks. */
public final class UserImport {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final JobsViewModel jobs;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(new Step.Choosing(null));
    private long asked;

    /** How far it has come. */
    public sealed interface Step {

        /** @param failure why the last file could not be taken */
        record Choosing(@Nullable Sentence failure) implements Step {}

        /** The server looks at the file. */
        record Looking(Path file) implements Step {}

        /** What would happen; nothing has. */
        record Previewed(Path file, UsersExchange.ImportPreview preview) implements Step {}

        /** The file goes to the server. */
        record Sending(Path file) implements Step {}

        /** The job is on its way, or over. */
        record Started(Path file, String jobId) implements Step {}
    }

    UserImport(ConsoleClient client, TaskRunner tasks, JobsViewModel jobs) {
        this.client = client;
        this.tasks = tasks;
        this.jobs = jobs;
    }

    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** Begins again, with another file. */
    public void reset() {
        asked++;
        step.set(new Step.Choosing(null));
    }

    /** Asks what an import of {@code file} would do. */
    public void look(Path file) {
        long mine = ++asked;
        step.set(new Step.Looking(file));
        tasks.when(client.users().previewImport(file), preview -> {
            if (mine == asked) {
                step.set(new Step.Previewed(file, preview));
            }
        }, failure -> {
            if (mine == asked) {
                step.set(new Step.Choosing(Failures.sentence(failure)));
            }
        });
    }

    /** Whether there is something to begin with. */
    public boolean mayStart() {
        return step.get() instanceof Step.Previewed previewed && previewed.preview().creating() > 0;
    }

    /** Begins the job. */
    public void start() {
        if (!(step.get() instanceof Step.Previewed previewed)) {
            return;
        }
        Path file = previewed.file();
        step.set(new Step.Sending(file));
        tasks.when(client.users().startImport(file), started -> {
            step.set(new Step.Started(file, started.jobId()));
            jobs.started(started.jobId());
        }, failure -> step.set(new Step.Choosing(Failures.sentence(failure))));
    }
}
