package dev.gatehouse.ui.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@DisabledOnOs(WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class ChildTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void outputGoesToItsLogAndTellsWhenItIsReady() throws Exception {
        try (Child child = sh("echo starting; echo ready; cat")) {
            assertThat(child.awaitLine("ready"::equals, LIMIT)).isEqualTo("ready");
            assertThat(folder.resolve("log")).hasContent("starting\nready");
        }
    }

    @Test
    void childThatEndsTooEarlyIsToldWithItsLastWords() throws Exception {
        try (Child child = sh("echo no such luck >&2; exit 3")) {
            assertThatThrownBy(() -> child.awaitLine("ready"::equals, LIMIT)).isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("ended before it was ready")
                    .hasMessageContaining("no such luck");
        }
    }

    @Test
    void closingEndsAChildThatWatchesItsLifeline() throws Exception {
        Child child = sh("cat; echo over");
        child.close();
        child.close();
        assertThat(child.alive()).isFalse();
    }

    @Test
    void closingEndsWhatAChildStarted() throws Exception {
        Child child = sh("sleep 300 & echo $!; cat");
        long grandchild = Long.parseLong(child.awaitLine(line -> true, LIMIT));
        child.close();
        await().atMost(LIMIT).until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void redisAnswersAndGoesWithTheOneWhoStartedIt() throws Exception {
        RedisProcess redis = RedisProcess.start(folder, Path.of("target", "demo-lib"));
        assertThat(redis.uri()).startsWith("redis://127.0.0.1:");
        assertThat(redis.alive()).isTrue();
        redis.close();
        assertThat(redis.alive()).isFalse();
    }

    /** A JVM that starts a child and is killed: the child must notice. */
    @Test
    void childOfAKilledParentEndsByItself() throws Exception {
        Process parent = new ProcessBuilder(Jvm.current()
                .command(64, OrphanMaker.class.getName(), List.of(folder.resolve("child.log").toString()))).start();
        long child = Long.parseLong(parent.inputReader().readLine());
        assertThat(ProcessHandle.of(child)).isPresent();

        parent.destroyForcibly();

        assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(LIMIT).until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void nodesLineIsUnderstood() {
        var address = NodeProcess.Address.parse("gatehouse n-1 ready http://127.0.0.1:7070 traffic off");
        assertThat(address.node()).isEqualTo("n-1");
        assertThat(address.uri()).hasToString("http://127.0.0.1:7070");
        assertThat(address.traffic()).isEqualTo("off");
    }

    private Child sh(String script) throws DemoFailure, IOException {
        return Child.start("child", List.of("/bin/sh", "-c", script), folder.resolve("log"));
    }
}
