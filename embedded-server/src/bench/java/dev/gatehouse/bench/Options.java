package dev.gatehouse.bench;

import java.util.List;

/**
 * What the command line asked for.
 *
 * @param command the benchmark's name, or {@code all}
 * @param rounds  how often subject and baseline take turns; 0 for the benchmark's own default
 * @param seconds how long each turn lasts; 0 for the benchmark's own default
 * @param records how many records there are; 0 for the benchmark's own default
 */
record Options(String command, int rounds, int seconds, int records) {

    /**
     * Reads {@code <command> [--rounds N] [--seconds S] [--records N]}.
     *
     * @throws BenchFailure where that is not what stands there
     */
    static Options parse(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() % 2 == 0) {
            throw new BenchFailure("Usage: run <benchmark> [--rounds N] [--seconds S] [--records N]");
        }
        int rounds = 0;
        int seconds = 0;
        int records = 0;
        for (int i = 1; i < arguments.size(); i += 2) {
            int value = number(arguments.get(i + 1));
            switch (arguments.get(i)) {
                case "--rounds" -> rounds = value;
                case "--seconds" -> seconds = value;
                case "--records" -> records = value;
                default -> throw new BenchFailure("There is no option " + arguments.get(i) + ".");
            }
        }
        return new Options(arguments.getFirst(), rounds, seconds, records);
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BenchFailure("'" + text + "' is no number.");
        }
        throw new BenchFailure("A number of rounds, seconds or records is at least 1.");
    }

    int roundsOr(int fallback) {
        return rounds == 0 ? fallback : rounds;
    }

    int recordsOr(int fallback) {
        return records == 0 ? fallback : records;
    }

    int secondsOr(int fallback) {
        return seconds == 0 ? fallback : seconds;
    }
}
