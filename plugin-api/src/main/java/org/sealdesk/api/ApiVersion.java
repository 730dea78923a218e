package org.sealdesk.api;

/** The version of this interface, as a semantic version. A host gives it to PF4J as its system version. */
public final class ApiVersion {

    /** Hosts call {@code pluginManager.setSystemVersion(ApiVersion.CURRENT)}; without it PF4J skips the check. */
    public static final String CURRENT = "1.0.0";

    private ApiVersion() {}
}
