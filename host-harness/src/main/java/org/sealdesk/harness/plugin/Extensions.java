package org.sealdesk.harness.plugin;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.mail.HookOrder;
import org.sealdesk.api.mail.IncomingMailHook;
import org.sealdesk.api.mail.OutgoingMailHook;

/** What is plugged in now. Asked anew for each mail and page, because a plugin may be reloaded in between. */
public interface Extensions {

    /** Id of the plugin whose pages and hooks these are. */
    String pluginId();

    /** Extensions of a kind, one instance each. */
    <T> List<T> all(Class<T> type);

    /** While it is open, the plugin stays as it is: a reload waits for it. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /** Taken around everything that calls the plugin. */
    default Use use() {
        return () -> {};
    }

    /** Why the plugin that should be here is not; empty if all is well or no plugin was asked for. */
    Optional<String> failure();

    default List<OutgoingMailHook> outgoing() {
        return HookOrder.sorted(all(OutgoingMailHook.class), OutgoingMailHook::info);
    }

    default List<IncomingMailHook> incoming() {
        return HookOrder.sorted(all(IncomingMailHook.class), IncomingMailHook::info);
    }

    /** A host without a plugin. */
    static Extensions none() {
        return of("none");
    }

    /** Extensions from the class path. */
    static Extensions of(String pluginId, Object... extensions) {
        return new Extensions() {
            @Override
            public String pluginId() {
                return pluginId;
            }

            @Override
            public <T> List<T> all(Class<T> type) {
                return Stream.of(extensions)
                        .filter(type::isInstance)
                        .map(type::cast)
                        .toList();
            }

            @Override
            public Optional<String> failure() {
                return Optional.empty();
            }
        };
    }
}
