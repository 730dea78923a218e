package org.sealdesk.crypt.intake;

import org.sealdesk.crypt.octets.Octets;

/**
 * A file somebody wants to import.
 *
 * @param name for people, as its sender wrote it; never used as a path and never believed
 */
public record ImportFile(String name, Octets content) {

    @Override
    public String toString() {
        return "ImportFile[" + content.size() + " octets]";
    }
}
