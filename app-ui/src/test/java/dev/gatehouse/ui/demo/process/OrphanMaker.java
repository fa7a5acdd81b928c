package dev.gatehouse.ui.demo.process;

import java.nio.file.Path;
import java.util.List;

/** Starts a child, prints its id, and waits to be killed. */
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] arguments) throws Exception {
        Child child = Child.start("child", List.of("/bin/sh", "-c", "cat >/dev/null"), Path.of(arguments[0]));
        System.out.println(child.pid());
        Thread.currentThread().join();
    }
}
