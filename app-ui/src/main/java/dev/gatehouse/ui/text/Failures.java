package dev.gatehouse.ui.text;

import dev.gatehouse.client.NodeTrust;
import dev.gatehouse.model.outage.Reason;
import dev.gatehouse.ui.client.Blocked;
import dev.gatehouse.model.error.ErrorCode;
import dev.gatehouse.model.error.Problem;
import dev.gatehouse.ui.client.FileTrouble;
import dev.gatehouse.ui.client.ServerProblem;
import dev.gatehouse.ui.client.SignedOut;
import dev.gatehouse.ui.client.Unreachable;
import java.util.Locale;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** What a failed call says to the operator: what happened, and a way out. */
public final class Failures {

    private static final Set<String> CODES = Arrays.stream(ErrorCode.values())
            .map(ErrorCode::code)
            .collect(Collectors.toUnmodifiableSet());

    private Failures() {}

    /** The sentence for {@code failure}. */
    public static Sentence sentence(Throwable failure) {
        return switch (failure) {
            case ServerProblem refused -> sentence(refused.problem());
            case Unreachable unreachable -> unreachable(unreachable);
            case Blocked blocked -> sentence(blocked.reason());
            case FileTrouble trouble -> Sentence.of("failure.file", trouble.file());
            case CancellationException stopped -> Sentence.of("failure.stopped");
            case SignedOut signedOut -> Sentence.of("failure.signedOut");
            default -> Sentence.of("failure.unexpected", String.valueOf(failure.getMessage()));
        };
    }

    /** Why an action is not simply done. */
    public static Sentence sentence(Reason reason) {
        return Sentence.of("reason." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The sentence for what the server refused: its own, behind what each language says of the code. */
    public static Sentence sentence(Problem problem) {
        return CODES.contains(problem.code())
                ? Sentence.of("problem." + problem.code(), problem.detail())
                : Sentence.verbatim(problem.detail());
    }

    private static Sentence unreachable(Unreachable failure) {
        String certificate = NodeTrust.explanation(failure);
        return certificate == null
                ? Sentence.of("failure.unreachable", failure.server())
                : Sentence.of("failure.certificate", failure.server(), certificate);
    }
}
