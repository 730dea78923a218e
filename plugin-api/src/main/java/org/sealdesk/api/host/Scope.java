package org.sealdesk.api.host;

/**
 * Where a setting applies. A value is looked for from the narrowest scope outwards: address, domain, queue, global.
 *
 * @param name queue id, domain (A-label, lower case) or address; empty for {@link Kind#GLOBAL}
 */
public record Scope(Kind kind, String name) {

    /** The whole system. */
    public static final Scope GLOBAL = new Scope(Kind.GLOBAL, "");

    public Scope {
        if ((kind == Kind.GLOBAL) != name.isEmpty()) {
            throw new IllegalArgumentException("scope " + kind + " with name \"" + name + "\"");
        }
    }

    public static Scope queue(String id) {
        return new Scope(Kind.QUEUE, id);
    }

    /** From wide to narrow. */
    public enum Kind {
        GLOBAL,
        QUEUE,
        DOMAIN,
        ADDRESS
    }
}
