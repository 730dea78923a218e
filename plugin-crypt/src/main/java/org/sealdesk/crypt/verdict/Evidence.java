package org.sealdesk.crypt.verdict;

import java.util.List;

/**
 * All that the verdict rests on.
 *
 * @param layers the envelope, outermost first; ends at the first layer that could not be opened
 * @param errant layers that are not part of the envelope
 * @param remarks findings made on the way
 */
public record Evidence(Author author, List<Layer> layers, List<ErrantLayer> errant, List<Finding> remarks) {

    public Evidence {
        layers = List.copyOf(layers);
        errant = List.copyOf(errant);
        remarks = List.copyOf(remarks);
    }
}
