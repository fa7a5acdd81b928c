package dev.gatehouse.ui.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells {@code --version}, from what the build wrote down. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{"gatehouse " + number()};
    }

    /** The version's number. */
    static String number() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("program.properties")) {
            if (file == null) {
                return "unknown";
            }
            properties.load(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("the program's properties cannot be read", failure);
        }
        return properties.getProperty("version", "unknown");
    }
}
