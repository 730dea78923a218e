package org.sealdesk.harness.services;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealdesk.api.host.Directory;

/** The desk's queues and the contacts it knows. */
public record DeskDirectory(List<Queue> queues, List<Contact> contacts) implements Directory {

    public DeskDirectory {
        queues = List.copyOf(queues);
        contacts = List.copyOf(contacts);
    }

    /** The little company that the harness plays. */
    public static DeskDirectory acme() {
        return new DeskDirectory(
                List.of(
                        new Queue("support", "Support", List.of("support@acme.test")),
                        new Queue("returns", "Returns", List.of("returns@acme.test"))),
                List.of(
                        new Contact("dana", "Dana Fox", List.of("dana@fox.test")),
                        new Contact("lee", "Lee Moor", List.of("lee@moor.test")),
                        new Contact("bob", "Bob Stone", List.of("bob@x.test"))));
    }

    public static DeskDirectory empty() {
        return new DeskDirectory(List.of(), List.of());
    }

    @Override
    public Optional<Queue> queue(String id) {
        return queues.stream().filter(q -> q.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Contact> contact(String address) {
        return contacts.stream().filter(c -> owns(c.addresses(), address)).findFirst();
    }

    /** The queue that a mail to this address belongs to. */
    public Optional<Queue> queueOf(String address) {
        return queues.stream().filter(q -> owns(q.addresses(), address)).findFirst();
    }

    private static boolean owns(List<String> addresses, String address) {
        return addresses.stream().anyMatch(a -> normal(a).equals(normal(address)));
    }

    /** The domain has no case; the local part is compared as written. */
    private static String normal(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? address
                : address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
    }
}
