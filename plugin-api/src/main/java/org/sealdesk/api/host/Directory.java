package org.sealdesk.api.host;

import java.util.List;
import java.util.Optional;
import org.sealdesk.api.ForHosts;

/** Queues, their addresses and the host's contacts, as they are now. */
@ForHosts
public interface Directory {

    /** All queues, in the host's order. */
    List<Queue> queues();

    Optional<Queue> queue(String id);

    /** The contact that owns an address, if the host knows one. */
    Optional<Contact> contact(String address);

    /**
     * A queue.
     *
     * @param id stable
     * @param name for people
     * @param addresses addr-specs this queue sends from; the first is its default
     */
    record Queue(String id, String name, List<String> addresses) {
        public Queue {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A person outside.
     *
     * @param id stable
     * @param name for people
     * @param addresses addr-specs this contact may speak for
     */
    record Contact(String id, String name, List<String> addresses) {
        public Contact {
            addresses = List.copyOf(addresses);
        }
    }
}
