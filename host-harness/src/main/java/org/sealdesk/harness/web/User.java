package org.sealdesk.harness.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.admin.Permissions;

/**
 * Somebody who works at the desk. The harness is for trying things out on loopback, so name and password are the same
 * and known.
 */
public record User(String name, Set<String> permissions) {

    private static final List<User> ALL = List.of(
            new User(
                    "admin",
                    Set.of(
                            Permissions.VIEW_KEYS,
                            Permissions.MANAGE_KEYS,
                            Permissions.EXPORT_PRIVATE,
                            Permissions.TRUST,
                            Permissions.SETTINGS,
                            Permissions.AUDIT)),
            new User("agent", Set.of(Permissions.VIEW_KEYS)));

    public User {
        permissions = Set.copyOf(permissions);
    }

    public static Optional<User> withPassword(String name, String password) {
        return ALL.stream()
                .filter(u -> u.name.equals(name) && u.knows(password))
                .findFirst();
    }

    public boolean knows(String password) {
        return MessageDigest.isEqual(name.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    /** Default deny: an empty permission is held by nobody. */
    public boolean may(String permission) {
        return !permission.isEmpty() && permissions.contains(permission);
    }

    public boolean isAdmin() {
        return name.equals("admin");
    }
}
