package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Subject and baseline, measured in turn, and the medians of what came out. */
final class Comparison {

    private final List<Round> rounds = new ArrayList<>();
    private int voided;

    /** One turn each; figure by figure in the order of the benchmark's own choice. */
    private static final class Round {

        private final double[] subject;
        private final double[] baseline;

        private Round(double[] subject, double[] baseline) {
            this.subject = subject;
            this.baseline = baseline;
        }
    }

    /** One turn of one side. */
    @FunctionalInterface
    interface Turn {

        /**
         * Measures once.
         *
         * @throws WrongAnswerException where an answer was wrong, so that the round is void
         */
        double[] measure() throws WrongAnswerException, IOException, InterruptedException;
    }

    private Comparison() {}

    /**
     * Lets both sides take turns: subject, baseline, subject, baseline and so on.
     *
     * @throws BenchFailure where no round was sound
     */
    static Comparison of(String name, int rounds, Turn subject, Turn baseline)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparison();
        for (int round = 1; round <= rounds; round++) {
            try {
                Round sound = new Round(subject.measure(), baseline.measure());
                comparison.rounds.add(sound);
                Bench.say("%s: round %d of %d: %s beside %s".formatted(name, round, rounds, text(sound.subject),
                        text(sound.baseline)));
            } catch (WrongAnswerException e) {
                comparison.voided++;
                Bench.say("%s: round %d of %d is void: %s".formatted(name, round, rounds, e.getMessage()));
            }
        }
        if (comparison.rounds.isEmpty()) {
            throw new BenchFailure("No round of " + name + " was sound, so there are no figures.");
        }
        return comparison;
    }

    private static String text(double[] figures) {
        StringBuilder text = new StringBuilder();
        for (double figure : figures) {
            text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.4g", figure));
        }
        return text.toString();
    }

    /** The subject's median of one figure. */
    double subject(int figure) {
        return median(round -> round.subject[figure]);
    }

    /** The baseline's median of one figure. */
    double baseline(int figure) {
        return median(round -> round.baseline[figure]);
    }

    /** The median of the rounds' ratios of one figure, subject to baseline. */
    double ratio(int figure) {
        return median(round -> round.subject[figure] / round.baseline[figure]);
    }

    /** Such as {@code 5 rounds}, with those that are void. */
    String counted() {
        return rounds.size() + " rounds" + (voided == 0 ? "" : ", " + voided + " void");
    }

    private double median(ToDoubleFunction<Round> figure) {
        return Figures.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
