package org.sealdesk.crypt.mime;

/** What a CMS body is labelled as (RFC 8551, section 3.2.2). */
public enum SmimeType {
    ENVELOPED_DATA("enveloped-data", "smime.p7m"),
    AUTH_ENVELOPED_DATA("authEnveloped-data", "smime.p7m"),
    SIGNED_DATA("signed-data", "smime.p7m"),
    COMPRESSED_DATA("compressed-data", "smime.p7z");

    private final String label;
    private final String fileName;

    SmimeType(String label, String fileName) {
        this.label = label;
        this.fileName = fileName;
    }

    public String label() {
        return label;
    }

    String fileName() {
        return fileName;
    }
}
