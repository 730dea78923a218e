package org.sealdesk.api.admin;

/** The permissions that the plugin's pages ask for. A host maps them to its roles. */
public final class Permissions {

    public static final String VIEW_KEYS = "crypt.keys.view";
    public static final String MANAGE_KEYS = "crypt.keys.manage";
    public static final String EXPORT_PRIVATE = "crypt.keys.export-private";
    public static final String TRUST = "crypt.keys.trust";
    public static final String SETTINGS = "crypt.settings";
    public static final String AUDIT = "crypt.audit";

    private Permissions() {}
}
