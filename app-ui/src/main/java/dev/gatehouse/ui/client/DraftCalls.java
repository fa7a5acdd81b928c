package dev.gatehouse.ui.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drafts that only this console has; they wait for the disk, never for a server. */
public final class DraftCalls {

    private static final Logger LOG = LoggerFactory.getLogger(DraftCalls.class);

    private final ConsoleClient client;

    DraftCalls(ConsoleClient client) {
        this.client = client;
    }

    /** All of them, the one kept first at the head; one that this version cannot read stays where it lies. */
    public <T> CompletableFuture<List<T>> all(Class<T> type) {
        return client.copy().later(() -> {
            List<T> drafts = new ArrayList<>();
            for (String value : client.cache().drafts()) {
                try {
                    drafts.add(Json.LENIENT.readValue(value, type));
                } catch (JsonProcessingException unreadable) {
                    LOG.warn("A draft cannot be read and is left out", unreadable);
                }
            }
            return drafts;
        });
    }

    /** Keeps a draft, on disk when this is done; one of the same id is gone. */
    public CompletableFuture<Boolean> keep(String id, Object draft) {
        return client.copy().later(() -> {
            try {
                client.cache().putDraft(id, Json.LENIENT.writeValueAsString(draft));
                return true;
            } catch (JsonProcessingException impossible) {
                throw new IllegalArgumentException("a draft that cannot be written", impossible);
            }
        });
    }

    /** Deletes a draft; whether it is gone is all that is asked. */
    public CompletableFuture<Boolean> drop(String id) {
        return client.copy().later(() -> {
            client.cache().removeDraft(id);
            return true;
        });
    }
}
