package dev.gatehouse.ui.offline;

import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.outage.Deed;
import dev.gatehouse.model.outage.Verdict;
import dev.gatehouse.ui.client.Blocked;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.IntentCalls.Wish;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.Unreachable;
import dev.gatehouse.ui.task.Notices;
import dev.gatehouse.ui.task.TaskRunner;
import dev.gatehouse.ui.text.Sentence;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does what can be done now, and keeps what can be done later. */
public final class Attempts {

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final Notices notices;

    public Attempts(ConsoleClient client, TaskRunner tasks, Notices notices) {
        this.client = client;
        this.tasks = tasks;
        this.notices = notices;
    }

    /**
     * An action, asked for now or kept.
     *
     * @param wish how it is kept
     * @param call how it is done
     */
    public record Attempt<T>(Deed deed, Wish wish, Supplier<CompletableFuture<T>> call) {}

    /**
     * Does it, or keeps it; one of the three is called. An edit whose answer did not come is kept too: if it was done
     * after all, what is kept finds it so.
     */
    public <T> void make(Attempt<T> attempt, Consumer<T> done, Runnable kept, Consumer<Throwable> failed) {
        Verdict verdict = client.verdict(attempt.deed());
        switch (verdict.fate()) {
            case BLOCKED -> failed.accept(new Blocked(verdict.reason()));
            case QUEUED -> keep(attempt.wish(), kept, failed);
            case ALLOWED -> tasks.when(attempt.call().get(), done, failure -> {
                if (attempt.wish().kind().edits() && isAway(failure)) {
                    keep(attempt.wish(), kept, failed);
                } else {
                    failed.accept(failure);
                }
            });
        }
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof Unreachable
                || (failure instanceof ServerProblem problem && problem.is(ErrorCode.LOG_UNAVAILABLE));
    }

    private void keep(Wish wish, Runnable kept, Consumer<Throwable> failed) {
        tasks.when(client.intents().keep(wish), intent -> {
            notices.warn(told(intent));
            kept.run();
        }, failed);
    }

    private static Sentence told(Intent intent) {
        return Sentence.of(intent.state() == IntentState.HELD ? "offline.held" : "offline.kept", intent.title());
    }
}
