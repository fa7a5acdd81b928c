package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were taken on. */
final class Machine {

    /** Ticks per second in {@code /proc/<pid>/stat}; every Linux for PCs and ARM has 100 (see time(7), USER_HZ). */
    private static final long TICKS_PER_SECOND = 100;

    private Machine() {}

    /** Cores, memory, JDK and date. */
    static String line() {
        return "%d cores (%s), %s, JDK %s, %s".formatted(cores(), found("/proc/cpuinfo", "model name", "unknown"),
                memory(), System.getProperty("java.version"), LocalDate.now(ZoneOffset.UTC));
    }

    private static String memory() {
        String kib = found("/proc/meminfo", "MemTotal", "0 kB").replaceAll("[^0-9]", "");
        return Math.round(Long.parseLong(kib) / 1048576.0) + " GiB";
    }

    /** All cores of the machine, whichever of them this process may use. */
    static long cores() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** The processor time that a process has used, in milliseconds, to the nearest 10. */
    static long cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
    }

    /**
     * How long cores that had work were given to others by the machine that this one runs in, in milliseconds, summed over
     * all cores since the start (steal, see proc_stat(5)).
     */
    static long stolenMillis() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
        return Long.parseLong(fields[8]) * 1000 / TICKS_PER_SECOND;
    }

    /** The memory of a process that is in RAM, in KiB. */
    static long residentKib(long pid) {
        return Long.parseLong(found("/proc/" + pid + "/status", "VmRSS", "0 kB").replaceAll("[^0-9]", ""));
    }

    private static String found(String file, String key, String otherwise) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
