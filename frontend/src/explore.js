// What everybody may look at: charts and filters, for the pages that have them alone.
import "./styles/explore.scss";
