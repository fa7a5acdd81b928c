package dev.gatehouse.ui.message;

import dev.gatehouse.model.api.MessagesExchange;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.message.Qos;
import dev.gatehouse.ui.client.ConsoleClient;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.task.TaskRunner;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** How far one message comes: asked once a second while its counts grow, and no longer. */
public final class Delivery {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /** So many answers without anything new end it. */
    private static final int QUIET = 5;

    private final ConsoleClient client;
    private final TaskRunner tasks;
    private final String msgId;
    private final Consumer<MessagesExchange.Report> heard;
    private final ReadOnlyObjectWrapper<MessagesExchange.@Nullable Report> report = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper growing = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyBooleanWrapper forgotten = new ReadOnlyBooleanWrapper();
    private final TaskRunner.Handle beat;
    private boolean asking;
    private int quiet;

    /** @param heard gets each report that brings something new */
    Delivery(ConsoleClient client, TaskRunner tasks, String msgId, Consumer<MessagesExchange.Report> heard) {
        this.client = client;
        this.tasks = tasks;
        this.msgId = msgId;
        this.heard = heard;
        this.beat = tasks.every(BEAT, this::ask);
        ask();
    }

    /** The last report; {@code null} before the first. */
    public ReadOnlyObjectProperty<MessagesExchange.@Nullable Report> reportProperty() {
        return report.getReadOnlyProperty();
    }

    /** Whether it is asked for still. */
    public ReadOnlyBooleanProperty growingProperty() {
        return growing.getReadOnlyProperty();
    }

    /** Whether the fleet does not know the message any more. */
    public ReadOnlyBooleanProperty forgottenProperty() {
        return forgotten.getReadOnlyProperty();
    }

    /** Whether {@code other} tells of the same message. */
    boolean isOf(MessagesExchange.Report other) {
        return msgId.equals(other.msgId());
    }

    /** Takes in what was heard of it elsewhere; its counts go on though it is not asked for any more. */
    void take(MessagesExchange.Report other) {
        report.set(other);
    }

    /** Part of the receivers that it has reached or that keep it, 0 to 1; 1 where there are none. */
    public static double part(MessagesExchange.Report report) {
        return report.accepted() == 0
                ? 1
                : Math.clamp((report.delivered() + report.queued()) / (double) report.accepted(), 0, 1);
    }

    /** Asks no more. */
    void stop() {
        beat.close();
        growing.set(false);
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        tasks.when(client.messages().get(msgId), answer -> {
            asking = false;
            apply(answer);
        }, failure -> {
            asking = false;
            if (failure instanceof ServerProblem problem && problem.is(ErrorCode.NOT_FOUND)) {
                forgotten.set(true);
                stop();
            } else {
                silent();
            }
        });
    }

    void apply(MessagesExchange.Report answer) {
        if (answer.equals(report.get())) {
            silent();
        } else {
            quiet = 0;
            report.set(answer);
            heard.accept(answer);
        }
        if (isSettled(answer)) {
            stop();
        }
    }

    private void silent() {
        quiet++;
        if (quiet >= QUIET) {
            stop();
        }
    }

    private static boolean isSettled(MessagesExchange.Report report) {
        boolean out = report.delivered() + report.queued() >= report.accepted();
        return out && (report.qos() == Qos.AT_MOST_ONCE || report.acknowledged() >= report.accepted());
    }
}
