package dev.gatehouse.ui.cli;

import dev.gatehouse.server.GatehouseServer;
import picocli.CommandLine.IVersionProvider;

/** Tells {@code --version}. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{"gatehouse " + GatehouseServer.version()};
    }
}
