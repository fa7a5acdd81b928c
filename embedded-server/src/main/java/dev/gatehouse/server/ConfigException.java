package dev.gatehouse.server;

import java.util.List;

/** A configuration with which no node can start; the message lists every fault, one a line. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence per fault, in the order of the keys. */
    public List<String> faults() {
        return faults;
    }
}
