package dev.gatehouse.ui.demo.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How to start another JVM like this one.
 *
 * @param java      the {@code java} command
 * @param classPath entries in the form of {@code -cp}
 */
public record Jvm(Path java, String classPath) {

    /** The JVM and the class path that this program runs on. */
    public static Jvm current() {
        String command = File.separatorChar == '\\' ? "java.exe" : "java";
        return new Jvm(Path.of(System.getProperty("java.home"), "bin", command),
                System.getProperty("java.class.path", ""));
    }

    /** The same with all jars of a folder first, and without this program's own jars of the given name. */
    public Jvm with(Path folder, String without) {
        List<String> entries = new ArrayList<>(List.of(folder.resolve("*").toString()));
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!Path.of(entry).getFileName().toString().startsWith(without)) {
                entries.add(entry);
            }
        }
        return new Jvm(java, String.join(File.pathSeparator, entries));
    }

    /** The command line that runs a main class with a heap of {@code megabytes} at most. */
    public List<String> command(int megabytes, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx" + megabytes + "m", "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-cp", classPath, mainClass));
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
