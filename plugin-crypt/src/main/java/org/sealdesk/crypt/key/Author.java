package org.sealdesk.crypt.key;

/**
 * In whose name the keystore is changed.
 *
 * @param who user name, or {@code system}
 * @param action such as {@code key.import}; empty for what the change itself is called
 * @param reason as that person gave it, or why the plugin did it; empty for none
 */
public record Author(String who, String action, String reason) {

    /** The plugin itself. */
    public static final Author SYSTEM = new Author("system", "", "");

    public static Author of(String who, String action) {
        return new Author(who, action, "");
    }

    public Author because(String newReason) {
        return new Author(who, action, newReason);
    }
}
