package dev.gatehouse.ui.job;

import dev.gatehouse.model.auth.Role;
import dev.gatehouse.model.job.Job;
import dev.gatehouse.model.job.JobState;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.LiveClient;
import dev.gatehouse.ui.client.Transfer;
import dev.gatehouse.ui.task.Load;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The jobs of the node, whoever started them, from signing in to signing out. */
public final class JobsViewModel {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;
    private final JobFeed feed;
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    private final Map<String, JobPace> paces = new HashMap<>();
    private final Set<String> awaited = new HashSet<>();

    public JobsViewModel(ConsoleClient client, LiveClient live, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
        this.feed = new JobFeed(live, tasks, this::apply);
    }

    /** Newest first. */
    public ObservableList<Job> jobs() {
        return jobs;
    }

    public Load load() {
        return feed.load();
    }

    /** The job with this id; {@code null} before the node has told of it. */
    public ObjectBinding<@Nullable Job> job(String id) {
        return Bindings.createObjectBinding(
                () -> jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElse(null), jobs);
    }

    /** Jobs that run or are paused. */
    public List<Job> unfinished() {
        return jobs.stream().filter(job -> !job.state().isOver()).toList();
    }

    /** How far all that runs has come together, 0 to 1; -1 while nobody can tell. */
    public double part() {
        List<Job> counted = unfinished().stream().filter(job -> job.total() != null).toList();
        long total = counted.stream().mapToLong(job -> job.total() == null ? 0 : job.total()).sum();
        return total == 0 ? -1 : (double) counted.stream().mapToLong(Job::done).sum() / total;
    }

    /** How fast a job goes. */
    public JobPace pace(String id) {
        return paces.computeIfAbsent(id, made -> new JobPace());
    }

    public boolean mayChange() {
        return client.may(Role.OPERATOR);
    }

    /** Begins to watch; for signing in. */
    public void start() {
        feed.open();
    }

    /** Watches no more; for signing out. */
    public void stop() {
        feed.close();
    }

    public void refresh() {
        feed.ask();
    }

    /** This console has started {@code id}: its end is told. */
    public void started(String id) {
        awaited.add(id);
        apply(List.copyOf(jobs));
    }

    /** Stops a job; what was done stays done. */
    public void cancel(Job job) {
        change(client.jobs().cancel(job.id()), () -> cancel(job));
    }

    /** Goes on with a paused job. */
    public void resume(Job job) {
        awaited.add(job.id());
        change(client.jobs().resume(job.id()), () -> resume(job));
    }

    private void change(CompletableFuture<Job> answer, Runnable retry) {
        tasks.when(answer, changed -> {
            jobs.replaceAll(job -> job.id().equals(changed.id()) ? changed : job);
        }, failure -> notices.failed(failure, retry));
    }

    /** Writes what came of each row into {@code target}. */
    public void saveOutcome(Job job, Path target) {
        tasks.when(client.jobs().outcome(job.id(), target, Transfer.ofBytes(bytes -> {})),
                file -> notices.done(Sentence.of("job.saved", file.toString()), null),
                failure -> notices.failed(failure, () -> saveOutcome(job, target)));
    }

    /** Takes in what the node told. */
    public void apply(List<Job> told) {
        told.forEach(job -> pace(job.id()).heard(job));
        jobs.setAll(told);
        told.stream().filter(job -> job.state().isOver() && awaited.remove(job.id())).forEach(this::tellEnd);
    }

    private void tellEnd(Job job) {
        if (job.state() == JobState.DONE && job.failed() == 0) {
            notices.done(Sentence.of("job.ended", job.title(), job.done()), null);
        } else if (job.state() == JobState.DONE) {
            notices.warn(Sentence.of("job.endedWithRefusals", job.title(), job.done() - job.failed(), job.failed()));
        } else if (job.state() == JobState.CANCELLED) {
            notices.warn(Sentence.of("job.endedEarly", job.title(), job.done()));
        } else {
            notices.warn(Sentence.of("job.endedBadly", job.title(), job.detail() == null ? "–" : job.detail()));
        }
    }
}
