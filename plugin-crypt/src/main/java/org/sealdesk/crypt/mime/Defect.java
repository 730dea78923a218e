package org.sealdesk.crypt.mime;

/** A departure from the standards that readers of mail treat in different ways. */
public enum Defect {
    /** A header line ends with a lone CR: some readers see one field, others two. */
    BARE_CR,
    /** A header line holds a NUL, where some readers stop. */
    NUL_OCTET,
    /** The header section ends with something that is no field and no empty line. */
    NO_BLANK_LINE,
    /** A field that may occur once occurs again (Content-Type, Content-Transfer-Encoding, Content-Disposition). */
    DUPLICATE_FIELD,
    /** A parameter of Content-Type or Content-Disposition occurs twice. */
    DUPLICATE_PARAMETER,
    /** A Content-Type or a parameter that cannot be read. */
    MALFORMED_FIELD,
    /** A multipart without a usable boundary; it is read as one part. */
    NO_BOUNDARY,
    /** A boundary longer than RFC 2046 allows (70). */
    LONG_BOUNDARY,
    /** A multipart in which no delimiter line occurs. */
    NO_PARTS,
    /** A multipart ends without its closing delimiter line. */
    MISSING_FINAL_BOUNDARY,
    /** A multipart with a transfer encoding (RFC 2045, section 6.4). */
    ENCODED_MULTIPART,
    /** A Content-Transfer-Encoding nobody knows; the octets are taken as they are. */
    UNKNOWN_ENCODING,
    /** The mail begins with the separator line of a mailbox file. */
    MAILBOX_LINE
}
