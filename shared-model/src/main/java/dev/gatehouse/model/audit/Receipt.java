package dev.gatehouse.model.audit;

/**
 * Where a record stands in the log; opens at {@code /api/v1/audit/{topic}/{partition}/{offset}}.
 *
 * @param topic     a topic of the log, or {@code journal.<node>} for a record that still waits to be relayed
 * @param partition from 0
 * @param offset    from 0
 */
public record Receipt(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
