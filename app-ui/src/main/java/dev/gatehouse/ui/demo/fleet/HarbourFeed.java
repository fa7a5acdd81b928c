package dev.gatehouse.ui.demo.fleet;

import dev.gatehouse.client.fleet.FleetClient;
import dev.gatehouse.client.fleet.FleetOptions;
import dev.gatehouse.client.fleet.ReconnectPolicy;
import dev.gatehouse.client.fleet.TokenSource;
import dev.gatehouse.model.api.LoginExchange;
import dev.gatehouse.model.auth.ClientKind;
import dev.gatehouse.model.message.Target;
import dev.gatehouse.ui.demo.feed.FeedHost;
import dev.gatehouse.ui.demo.feed.FeedReader;
import dev.gatehouse.ui.demo.feed.FeedStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The harbour's feed: a host, and readers who post, comment and follow the same thread. */
final class HarbourFeed implements Runnable {

    private static final String THREAD = "tides";

    private final Path file;
    private final List<Population.Person> people;
    private final Rest rest;
    private final List<URI> nodes;
    private final FleetClient library;
    private final Semaphore logins;
    private final Tally tally;

    /**
     * @param file   for the entries
     * @param people the host first, then the readers
     */
    HarbourFeed(Path file, List<Population.Person> people, Rest rest, SimulatedClient.Shared shared) {
        this.file = file;
        this.people = List.copyOf(people);
        this.rest = rest;
        this.nodes = shared.nodes();
        this.library = shared.library();
        this.logins = shared.logins();
        this.tally = shared.tally();
    }

    @Override
    public void run() {
        List<FeedReader> readers = new ArrayList<>();
        try (FeedStore store = new FeedStore(file); FeedHost _ = new FeedHost(store, door(people.getFirst()))) {
            AtomicLong newest = new AtomicLong();
            for (Population.Person person : people.subList(1, people.size())) {
                AtomicLong last = new AtomicLong();
                readers.add(new FeedReader(Target.user(people.getFirst().name()), THREAD, entry -> {
                    if (entry.number() != last.incrementAndGet()) {
                        tally.fault("the feed gave an entry out of order");
                    }
                    newest.accumulateAndGet(entry.number(), Math::max);
                    tally.add(Tally.Count.ENTRIES);
                }, door(person)));
            }
            talk(readers, newest);
        } catch (IOException failure) {
            tally.fault("the feed cannot be stored: " + failure.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            readers.forEach(FeedReader::close);
        }
    }

    private void talk(List<FeedReader> readers, AtomicLong newest) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(11);
        while (!readers.isEmpty()) {
            Thread.sleep(Duration.ofMillis(random.nextLong(1_000, 3_000)));
            FeedReader reader = readers.get(random.nextInt(readers.size()));
            if (newest.get() == 0 || random.nextBoolean()) {
                reader.post("High water at pier " + random.nextInt(1, 9));
            } else {
                reader.comment(random.nextLong(1, newest.get() + 1), "Seen from here as well");
            }
        }
    }

    private FeedHost.Door door(Population.Person person) {
        return listener -> library.prepare(rest.http(), FleetOptions.of(nodes).as(rest.agent())
                .with(ReconnectPolicy.Limits.USUAL.goingOn()), tokens(person), listener);
    }

    private TokenSource tokens(Population.Person person) {
        return () -> {
            logins.acquire();
            try {
                return rest.send(Rest.Call.login(person.name(), person.password(), ClientKind.APP),
                        LoginExchange.Response.class).accessToken();
            } catch (CallFailure failure) {
                throw new IOException(failure.getMessage(), failure);
            } finally {
                logins.release();
            }
        };
    }
}
