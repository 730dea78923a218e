package org.sealdesk.crypt.migrate;

import java.util.List;

/**
 * What became, or would become, of everything.
 *
 * @param advice sentences in English for the administrator: what is left to do
 */
public record MigrationReport(List<MigrationItem> items, List<String> advice) {

    public MigrationReport {
        items = List.copyOf(items);
        advice = List.copyOf(advice);
    }

    public long count(MigrationItem.Result result) {
        return items.stream().filter(item -> item.result() == result).count();
    }
}
